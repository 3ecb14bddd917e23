"""Which code stands in a notebook, found out from what its kernel has run.

A kernel knows neither the saved file nor the order of the cells on the page, only what was run.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.session.worker.cells import plain

MOST_NUMBERED = 2_000
"""A notebook with more cells than this is not read."""

_RESET = re.compile(r"^%reset(\s+-\w+)*\s*$", re.MULTILINE)
"""The magic that empties a kernel's namespace, as far as all of it is meant."""


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of one cell: ``number`` is that of In [number], ``cell`` the cell's id if known."""

    number: int
    source: str
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """An execution and what later ones leave of it: its cell's newest source, or ``None``."""

    execution: Execution
    newest: Execution | None
    binds: frozenset[str]
    needs: frozenset[str]


def standing_cells(executions: Sequence[Execution]) -> tuple[str, ...]:
    """The code that stands, one entry per execution number from 1, "" where nothing does.

    Of a cell that was run several times the last run stands, in its place. What cells in
    between need of it, and nothing before them defines, it also defines at its earlier place.
    A run of an unknown cell stands until the same text is run again, or until later runs
    define all that it defines. What ran before ``%reset`` is gone.
    """
    runs = _since_reset(sorted(executions, key=lambda run: run.number))
    slots: dict[int, str] = {}
    defined: set[str] = set()
    judged = _judged(runs)
    for index, each in enumerate(judged):
        if each.newest is not each.execution and not _is_needed(each, judged[index:], defined):
            continue
        slots[each.execution.number] = (each.newest or each.execution).source
        defined |= each.binds
    last = max(slots, default=0)
    if last > MOST_NUMBERED:
        return tuple(slots.values())
    return tuple(slots.get(number, "") for number in range(1, last + 1))


def defined_names(cells: Sequence[str]) -> frozenset[str]:
    """The names that the cells define or import."""
    return frozenset().union(*(_parsed(source)[1] for source in cells))


def _since_reset(runs: Sequence[Execution]) -> Sequence[Execution]:
    resets = [index for index, run in enumerate(runs) if _RESET.search(run.source)]
    return runs[resets[-1] :] if resets else runs


def _is_needed(each: _Standing, following: Sequence[_Standing], defined: set[str]) -> bool:
    """Whether cells that stand before this cell's newest run would miss what it defines."""
    missing = each.binds - defined
    until = each.newest.number if each.newest else None
    between = (
        other
        for other in following
        if other.newest is other.execution and (until is None or other.execution.number < until)
    )
    return any(missing & other.needs for other in _until_defined(between, missing))


def _until_defined(between: Iterator[_Standing], names: frozenset[str]) -> Iterator[_Standing]:
    for other in between:
        yield other
        if names <= other.binds:
            return


def _judged(runs: Sequence[Execution]) -> list[_Standing]:
    """Each run with what supersedes it, in their order."""
    by_cell: dict[str, Execution] = {}
    by_text: dict[str, Execution] = {}
    bound: set[str] = set()
    judged: list[_Standing] = []
    for run in reversed(runs):
        tree, binds = _parsed(run.source)
        newest: Execution | None = run
        if run.cell is not None:
            newest = by_cell.setdefault(run.cell, run)
        elif run.source in by_text:
            newest = by_text[run.source]
        elif tree is None or (binds and binds <= bound):
            newest = None
        by_text.setdefault(run.source, newest or run)
        if newest is run:
            bound |= binds
        judged.append(_Standing(run, newest, binds, _needs(tree)))
    return judged[::-1]


def _parsed(source: str) -> tuple[ast.Module | None, frozenset[str]]:
    """A cell as a tree and the names it defines; (None, none) for what is not Python."""
    cell = plain(source)
    try:
        tree = ast.parse(cell.text)
        table = symtable.symtable(cell.text, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None, frozenset()
    if cell.writes is not None:
        return tree, frozenset()
    symbols = table.get_symbols()
    return tree, frozenset(s.get_name() for s in symbols if s.is_assigned() or s.is_imported())


def _needs(tree: ast.Module | None) -> frozenset[str]:
    if tree is None:
        return frozenset()
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in names if isinstance(node.ctx, ast.Load))
