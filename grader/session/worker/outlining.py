"""The names that code defines, where they stand and which are still a stub."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

MAX_NAMES = 2_000
MAX_NAME = 100

_DEFINITION = re.compile(r"^(?:def|class)\s+(\w{1,100})|^(\w{1,100})\s*=[^=]", re.MULTILINE)

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Outline:
    """The top-level names of a file; what is defined again later counts as defined last."""

    def __init__(self) -> None:
        self._defined: dict[str, ast.stmt | None] = {}
        self._imported: set[str] = set()
        self._spans: dict[str, list[Any]] = {}

    def add(self, statements: list[ast.stmt], cell: int = 0) -> None:
        """Add the statements of a file, or of a notebook's cell of this number."""
        for statement in _flat(statements):
            if isinstance(statement, _DEFINITIONS):
                self._define(statement.name, statement)
                self._spans.update({span[0]: span for span in _spans(statement, cell)})
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                names = (a.asname or a.name.partition(".")[0] for a in statement.names)
                self._imported.update(name for name in names if len(name) <= MAX_NAME)
            else:
                for name in _assigned(statement):
                    self._define(name, None)

    def guess(self, text: str) -> None:
        """Add what looks like a definition in text that does not parse."""
        for match in _DEFINITION.finditer(text):
            self._define(match[1] or match[2], None)

    def _define(self, name: str, statement: ast.stmt | None) -> None:
        if len(name) <= MAX_NAME:
            self._defined[name] = statement

    def data(self) -> dict[str, Any]:
        """What was found, as plain data; see :func:`grader.session.worker.reader.read_sources`."""
        return {
            "defines": list(self._defined)[:MAX_NAMES],
            "imports": sorted(self._imported)[:MAX_NAMES],
            "unfinished": [n for s in self._defined.values() for n in _unfinished(s)][:MAX_NAMES],
            "spans": list(self._spans.values())[:MAX_NAMES],
        }


def _flat(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those inside its if, try, with and loops included."""
    waiting: list[ast.AST] = [*reversed(statements)]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.stmt):
            yield statement
        if not isinstance(statement, _DEFINITIONS):
            for block in ("finalbody", "orelse", "handlers", "body"):
                waiting.extend(reversed(getattr(statement, block, [])))


def _assigned(statement: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = list(statement.targets)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    while targets:
        target = targets.pop()
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, (ast.Tuple, ast.List)):
            targets.extend(target.elts)
        elif isinstance(target, ast.Starred):
            targets.append(target.value)


def _spans(statement: _Definition, cell: int) -> Iterator[list[Any]]:
    yield _span(statement.name, statement, cell)
    if isinstance(statement, ast.ClassDef):
        for member in statement.body:
            if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield _span(f"{statement.name}.{member.name}", member, cell)


def _span(name: str, node: _Definition, cell: int) -> list[Any]:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return [name[: 2 * MAX_NAME + 1], cell, first, node.end_lineno or node.lineno]


def _unfinished(statement: ast.stmt | None) -> list[str]:
    """The definition's name if it is a stub, and its methods that are, as "Class.method"."""
    if not isinstance(statement, _DEFINITIONS):
        return []
    if not isinstance(statement, ast.ClassDef):
        return [statement.name] if _is_stub(statement.body) else []
    methods = [
        member
        for member in statement.body
        if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    stubs = [method for method in methods if _is_stub(method.body)]
    whole = _is_stub(statement.body) or (bool(methods) and len(stubs) == len(methods))
    return [statement.name] * whole + [f"{statement.name}.{stub.name}" for stub in stubs]


def _is_stub(body: list[ast.stmt]) -> bool:
    for statement in body:
        if isinstance(statement, ast.Raise) and _says_not_implemented(statement.exc):
            return True
        if not isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign, ast.Pass)):
            break  # what follows may be the last case of a finished function
    return all(map(_says_nothing, body))


def _says_not_implemented(raised: ast.expr | None) -> bool:
    name = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(name, ast.Name) and name.id == "NotImplementedError"


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Return):
        value = statement.value
        return value is None or (isinstance(value, ast.Constant) and value.value is None)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )
