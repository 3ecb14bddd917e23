"""Runs a student's file or notebook, keeping whatever of it works."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any

from . import cells, failures, wire
from .imports import Submission, decoded

DIFFERENTIATORS = (
    *("jax", "torch", "autograd", "tensorflow", "keras", "theano", "mxnet", "sympy", "casadi"),
    *("tinygrad", "micrograd", "aesara", "pytensor", "chainer", "paddle", "mindspore", "cupy"),
)
DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
MAX_NAMES = 5_000
MAX_PROBLEMS = 100


class Loader:
    """Loads one source of a submission into a module, noting ``problems`` on the way."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.module = ModuleType("submission")
        self.problems: list[dict[str, Any]] = []

    def load(self, path: str, texts: Sequence[str] | None) -> dict[str, Any]:
        """Run the source at ``path`` (its cells, if given) and say what it left behind."""
        full = os.path.join(self.submission.root, *path.split("/"))
        stem = os.path.basename(path).rpartition(".")[0]
        before = _differentiators()
        self.module = self.submission.new_module(stem, full, os.path.dirname(full))
        if texts is None:
            self._run_file(full, path)
        else:
            del self.module.__dict__["__file__"]
            for number, text in enumerate(texts, 1):
                self._run_cell(number, text)
        return {
            "names": self._names(),
            "problems": self.problems[:MAX_PROBLEMS],
            "remarks": [
                f"imports {name}, which can differentiate by itself"
                for name in _differentiators()
                if name not in before
            ],
        }

    def _names(self) -> list[str]:
        names = (name for name in self.module.__dict__ if type(name) is str)
        public = (name for name in names if not name.startswith("__"))
        return sorted(name for name in public if len(name) <= wire.MAX_INLINE)[:MAX_NAMES]

    def _run_file(self, full: str, path: str) -> None:
        with open(full, "rb") as file:
            data = file.read()
        text = self.submission.texts.add(full, path, decoded(data))
        self._run(data, full, text.name, path)

    def _run_cell(self, number: int, text: str) -> None:
        name = f"cell {number}"
        self.submission.texts.add(name, name, text)
        try:
            cell = cells.plain(text)
            if cell.writes is not None:
                _write(self.submission.root, cell.writes, cell.text)
                return
        except BaseException as error:
            self._note(error, name, lost=True)
            return
        self._run(cell.text, name, name, name)

    def _run(self, source: bytes | str, filename: str, whole: str, name: str) -> None:
        """Run a text. What stands before a statement that raises stays defined.

        ``whole`` names a text that cannot be compiled, ``name`` one that raises.
        """
        try:
            code = compile(source, filename, "exec", dont_inherit=True)
        except BaseException as error:
            self._note(error, whole, lost=True)
            return
        try:
            exec(code, self.module.__dict__)
        except BaseException as error:
            self._note(error, name, lost=_defines_more(source, _line_in(code, error)))

    def _note(self, error: BaseException, name: str, lost: bool) -> None:
        told = failures.describe(error, self.submission.texts)
        self.problems.append(
            {
                "where": told["where"] or name,
                "type": told["type"] or "",
                "message": failures.message_of(error, self.submission.texts),
                "hint": told["hint"],
                "before": lost,
            }
        )


def _line_in(code: CodeType, error: BaseException) -> int:
    """The line of the module at which an error came up; 0 if the error does not tell."""
    trace = failures.traceback_of(error)
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    return 0 if trace is None else trace.tb_lineno


def _defines_more(source: bytes | str, line: int) -> bool:
    """Whether a definition stands at this line of the text or after it."""
    tree = compile(source, "<again>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return any(
        isinstance(statement, DEFINING) and (statement.end_lineno or line) >= line
        for statement in tree.body
    )


def _write(root: str, name: str, text: str) -> None:
    """The effect of ``%%writefile NAME`` for a plain name; others are ignored."""
    if name == os.path.basename(name) and not name.startswith("."):
        with open(os.path.join(root, name), "w", encoding="utf-8") as file:
            file.write(text)


def _differentiators() -> list[str]:
    """Loaded libraries that differentiate by themselves; backpropagation is an exercise on how."""
    return [name for name in DIFFERENTIATORS if name in sys.modules]
