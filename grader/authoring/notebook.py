"""The notebook that students get: cells, and the cells that grade."""

from __future__ import annotations

import ast
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from grader.session.worker.cells import plain

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

SETUP = "%load_ext grader"
MAGIC = "%grade"

_HOW_TO_GRADE = """\
## Grade it

Run the cells above, then {cell}. You see your points and, for each point lost, what is
wrong and where to look. Grade as often as you like, also when only the first functions are
written. Run a cell again after you change it: what is graded is the code that was run.

In a terminal, `{command}` grades the saved notebook. It runs the cells in their order, so check
from time to time that *Restart and run all* works."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as students get it; ``attachments`` are the pictures that its text shows."""

    kind: Literal["markdown", "code"]
    source: str
    attachments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grading:
    """What the check cells grade: exercises with their public names, and of which assignment.

    ``assignment`` is the folder that students name, None for an assignment that is built in.
    """

    exercises: Mapping[str, Sequence[str]]
    assignment: str | None = None

    @property
    def option(self) -> str:
        """What follows the exercise on a command line."""
        return "" if self.assignment is None else f" -a {shlex.quote(self.assignment)}"


def stub_notebook(stub: str, exercise: str, assignment: str | None = None) -> str:
    """The text of EXERCISE.ipynb for a stub's source; see notebook_text.

    The module docstring becomes the introduction, its first line the title. Then come one code
    cell per function, per class and per block of other statements (imports), with docstrings and
    the comments above as they stand.
    """
    tree = ast.parse(stub)
    cells = [
        Cell("markdown", _introduction(tree, exercise)),
        *(Cell("code", source) for source in _code_cells(stub, tree)),
    ]
    return notebook_text(cells, exercise, Grading({exercise: ()}, assignment))


def notebook_text(cells: Sequence[Cell], stem: str, grading: Grading) -> str:
    """The text of STEM.ipynb (notebook format 4.5) with these cells, and cells that grade.

    There is one check cell per exercise, unless the cells hold one already. Nothing else is in
    the notebook: no outputs, no tags. The same cells give the same bytes, cell ids included.
    """
    entries = [
        _entry(number, cell) for number, cell in enumerate(_graded(cells, stem, grading), start=1)
    ]
    notebook = {"cells": entries, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _graded(cells: Sequence[Cell], stem: str, grading: Grading) -> list[Cell]:
    """The cells with the ones that load the grader and call it."""
    done = list(cells)
    if not _is_in(cells, MAGIC):
        places = sorted((_place(cells, names), name) for name, names in grading.exercises.items())
        alone = len(places) == 1
        for place, name in reversed(places):
            check = Cell("code", f"{MAGIC} {shlex.quote(name)}{grading.option}")
            done.insert(len(done) if alone else place, check)
        where = "the one below" if alone else f"the one below them that says `{MAGIC}`"
        text = _HOW_TO_GRADE.format(cell=where, command=f"grade {stem}.ipynb{grading.option}")
        done.insert(len(done) - alone, Cell("markdown", text))
    if not _is_in(cells, SETUP):
        done.insert(1 if done and done[0].kind == "markdown" else 0, Cell("code", SETUP))
    return done


def _is_in(cells: Sequence[Cell], magic: str) -> bool:
    lines = (line for cell in cells if cell.kind == "code" for line in cell.source.split("\n"))
    return any(line.strip().startswith(magic) for line in lines)


def _place(cells: Sequence[Cell], names: Sequence[str]) -> int:
    """Behind the last cell that defines one of the names; at the end if none does."""
    defining = [
        number
        for number, cell in enumerate(cells, start=1)
        if cell.kind == "code" and defined(cell.source) & set(names)
    ]
    return max(defining, default=len(cells))


def defined(source: str) -> set[str]:
    """The functions and classes that a cell defines."""
    try:
        body = ast.parse(plain(source).text).body
    except SyntaxError:
        return set()
    return {node.name for node in body if isinstance(node, _DEFINITIONS)}


def _entry(number: int, cell: Cell) -> dict[str, object]:
    entry: dict[str, object] = {"cell_type": cell.kind, "id": f"cell-{number:02}", "metadata": {}}
    if cell.kind == "code":
        entry |= {"execution_count": None, "outputs": []}
    if cell.attachments:
        entry["attachments"] = dict(cell.attachments)
    # A list of lines, as Jupyter saves it, so that a difference shows by line.
    return entry | {"source": cell.source.splitlines(keepends=True)}


def _introduction(tree: ast.Module, exercise: str) -> str:
    title, _, text = (ast.get_docstring(tree) or exercise).partition("\n")
    return f"# {title.rstrip('.')}\n{text}".strip()


def _code_cells(stub: str, tree: ast.Module) -> list[str]:
    lines = stub.split("\n")
    start = 0 if ast.get_docstring(tree) is None else _end(tree.body[0])
    ends = _cell_ends(tree.body)
    # A cell begins where the one before ends: comments above a definition stay with it.
    starts = [start, *ends[:-1]]
    cells = ("\n".join(lines[a:b]).strip("\n") for a, b in zip(starts, ends, strict=False))
    return [cell for cell in cells if cell]


def _cell_ends(statements: list[ast.stmt]) -> list[int]:
    """The last line of each cell: a definition is a cell, neighbouring other statements are one."""
    ends: list[int] = []
    for is_definition, block in groupby(statements, lambda s: isinstance(s, _DEFINITIONS)):
        block_ends = [_end(statement) for statement in block]
        ends += block_ends if is_definition else block_ends[-1:]
    return ends


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
