"""Runs a student's file or notebook, keeping whatever of it works."""

from __future__ import annotations
import __future__

import ast
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from . import cells, failures
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
        before = set(sys.modules)
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
            "remarks": _remarks(set(sys.modules) - before),
        }

    def _names(self) -> list[str]:
        names = (name for name in self.module.__dict__ if type(name) is str)
        return sorted(name for name in names if not name.startswith("__"))[:MAX_NAMES]

    def _run_file(self, full: str, path: str) -> None:
        with open(full, "rb") as file:
            data = file.read()
        text = self.submission.texts.add(full, path, decoded(data))
        try:
            tree = _parsed(data, full)
        except BaseException as error:
            self._note(error, text.name, lost=True)
            return
        self._run(tree, full, path)

    def _run_cell(self, number: int, text: str) -> None:
        name = f"cell {number}"
        self.submission.texts.add(name, name, text)
        try:
            cell = cells.plain(text)
            if cell.writes is not None:
                _write(self.submission.root, cell.writes, cell.text)
                return
            tree = _parsed(cell.text, name)
        except BaseException as error:
            self._note(error, name, lost=True)
            return
        self._run(tree, name, name)

    def _run(self, tree: ast.Module, filename: str, name: str) -> None:
        """Run statement by statement: what stands before a raising one stays defined."""
        flags = 0
        self.module.__doc__ = self.module.__doc__ or ast.get_docstring(tree, clean=False)
        for number, statement in enumerate(tree.body):
            try:
                if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                    flags |= _future_flags(statement)
                code = compile(
                    ast.Module([statement], []), filename, "exec", flags, dont_inherit=True
                )
                exec(code, self.module.__dict__)
            except BaseException as error:
                rest = tree.body[number:]
                self._note(error, name, lost=any(isinstance(left, DEFINING) for left in rest))
                return

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


def _parsed(source: bytes | str, filename: str) -> ast.Module:
    tree = compile(source, filename, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    # Some errors ("return outside function") only the whole compilation finds, before line 1 runs.
    compile(source, filename, "exec", dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def _future_flags(statement: ast.ImportFrom) -> int:
    features = (getattr(__future__, alias.name, None) for alias in statement.names)
    flags = 0
    for feature in features:
        flags |= 0 if feature is None else feature.compiler_flag
    return flags


def _write(root: str, name: str, text: str) -> None:
    """The effect of ``%%writefile NAME`` for a plain name; others are ignored."""
    if name == os.path.basename(name) and not name.startswith("."):
        with open(os.path.join(root, name), "w", encoding="utf-8") as file:
            file.write(text)


def _remarks(loaded: set[str]) -> list[str]:
    """Libraries that differentiate by themselves, which an exercise on backpropagation is not."""
    tops = {name.partition(".")[0] for name in loaded if type(name) is str}
    return [
        f"imports {name}, which can differentiate by itself"
        for name in DIFFERENTIATORS
        if name in tops
    ]
