"""What the cells of an author's notebook define: for students to write, or given to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat

from grader.authoring.errors import AuthoringError
from grader.authoring.migration.expressions import Names
from grader.authoring.migration.records import bound
from grader.authoring.migration.statements import imported
from grader.authoring.regions import MARKER, find_regions
from grader.session.worker.cells import plain

USUAL = {"np": "numpy", "numpy": "numpy", "math": "math"}
"""What tests count on without an import of their own, since the notebook has it."""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell: ``marks`` are nbgrader's, ``shown`` what running it printed as its value."""

    kind: str
    source: str
    marks: Mapping[str, Any]
    shown: str


@dataclass(frozen=True, slots=True)
class Given:
    """The names of a notebook, and the assignments that students get as they are."""

    names: Names
    prelude: tuple[ast.stmt, ...]


def read_cells(path: str, data: bytes) -> tuple[list[SourceCell], Mapping[str, Any]]:
    """The cells and the metadata of a notebook. Raises AuthoringError."""
    try:
        text = data.decode("utf-8-sig")
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        cells = [_cell(entry) for entry in notebook.cells]
    except Exception as error:  # of converters that take for granted what they convert
        reason = str(error).split("\n", 1)[0]
        raise AuthoringError(f"{path}: not a notebook: {reason}; save it from Jupyter") from error
    return cells, notebook.metadata


def _cell(entry: Mapping[str, Any]) -> SourceCell:
    marks = entry.get("metadata", {}).get("nbgrader", {})
    shown = [
        output.get("data", {}).get("text/plain", "")
        for output in entry.get("outputs", [])
        if output.get("output_type") == "execute_result"
    ]
    return SourceCell(
        str(entry["cell_type"]), str(entry["source"]), dict(marks), str("".join(shown[-1:]))
    )


def given_by(cells: Sequence[SourceCell]) -> Given:
    """What the cells, those of tests left out, say about names."""
    common = Names(None, modules=dict(USUAL))
    own: set[str] = set()
    given: dict[str, ast.stmt | None] = {}
    students: set[str] = set()
    for cell, statement in _statements(cells):
        if imported(statement, common) or isinstance(statement, (ast.Import, ast.ImportFrom)):
            continue
        defined = bound(statement)
        if _is_solution(cell) or _is_unfinished(statement):
            students |= defined
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                own |= defined
        else:
            assigned = statement if isinstance(statement, ast.Assign) else None
            given |= dict.fromkeys(defined, assigned)
    prelude = {id(node): node for node in given.values() if node is not None}
    fixed = {name for name, node in given.items() if node is None} - students
    names = Names(None, frozenset(own), frozenset(fixed), common.modules, common.members)
    return Given(names, tuple(prelude.values()))


def _statements(cells: Sequence[SourceCell]) -> Iterator[tuple[SourceCell, ast.stmt]]:
    for cell in cells:
        if cell.kind == "code":
            try:
                body = ast.parse(plain(cell.source).text).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for statement in body:
                yield cell, statement


def _is_solution(cell: SourceCell) -> bool:
    if cell.marks.get("solution") is True or MARKER.search(cell.source):
        return True
    try:
        return bool(find_regions(plain(cell.source).text))
    except (AuthoringError, SyntaxError):
        return True


def _is_unfinished(statement: ast.stmt) -> bool:
    """Whether students have to replace a part of it."""
    names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    dots = any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(statement))
    return dots or "NotImplementedError" in names
