"""The notebook form of a stub."""

from __future__ import annotations

import ast
import json
from itertools import groupby

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

_HOW_TO_GRADE = """\
## Grade it

Save the notebook, then run in its folder, in a terminal:

    grade {exercise}.ipynb

You see your points and, for each point lost, what is wrong and where to look. Grade as often as
you like, also when only the first functions are written. The cells are run in their order, so
check from time to time that *Restart and run all* works."""


def stub_notebook(stub: str, exercise: str) -> str:
    """The text of EXERCISE.ipynb (notebook format 4.5) for a stub's source.

    The module docstring becomes the introduction, its first line the title. Then come one code
    cell per function, per class and per block of other statements (imports), with docstrings and
    the comments above as they stand, and at the end a cell that tells how to grade. There are no
    outputs. The same source gives the same bytes, cell ids included.
    """
    tree = ast.parse(stub)
    sources = [
        ("markdown", _introduction(tree, exercise)),
        *(("code", source) for source in _code_cells(stub, tree)),
        ("markdown", _HOW_TO_GRADE.format(exercise=exercise)),
    ]
    cells = [_cell(number, *typed) for number, typed in enumerate(sources, start=1)]
    notebook = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(number: int, cell_type: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": cell_type, "id": f"cell-{number:02}", "metadata": {}}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    # A list of lines, as Jupyter saves it, so that a difference shows by line.
    return cell | {"source": source.splitlines(keepends=True)}


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
