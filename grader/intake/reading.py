"""What a worker read in the files of a submission, checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from grader.intake.files import SubmittedBytes
from grader.intake.names import is_gradable, is_notebook

Read = Callable[[Sequence[SubmittedBytes]], object]
"""Has a worker read files and returns its plain data, or None when the worker was lost."""

_MAX_CELLS = 2_000
_MAX_SOURCE = 1_000_000
_MAX_NAMES = 2_000
_MAX_NAME = 100
_MAX_ERROR = 300
_MAX_LOST = 5
_LOST = "cannot be read: reading it brought the worker down"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a definition stands: the cell's number (0 in a .py) and its lines, from 1."""

    cell: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Outline:
    """One .py or .ipynb as far as the choice of what to grade needs it.

    ``cells`` are a notebook's code cells, None for a .py. ``defines`` are the top-level
    names defined in the file itself, ``unfinished`` those of its functions, classes and
    methods ("Class.method") that are still a stub. ``error`` says why it cannot be graded.
    ``spans`` tell by the same names where they stand.
    """

    path: str
    cells: tuple[str, ...] | None
    defines: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    parses: bool = True
    error: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def kind(self) -> Literal["py", "ipynb"]:
        """The ending of the file's name."""
        return "py" if self.cells is None else "ipynb"


def outlines(files: Sequence[SubmittedBytes], read: Read) -> tuple[Outline, ...]:
    """The outlines of the .py and .ipynb files, in the order of ``files``.

    A file that brings the worker down costs its own outline only: then they are read singly.
    """
    gradable = [file for file in files if is_gradable(file.path)]
    together = _entries(read(gradable))
    if together is not None:
        return tuple(_outline(file.path, together.get(file.path)) for file in gradable)
    return tuple(_singly(gradable, read))


def _singly(files: Sequence[SubmittedBytes], read: Read) -> list[Outline]:
    found: list[Outline] = []
    lost = 0
    for file in files:
        entries = _entries(read([file])) if lost < _MAX_LOST else None
        lost += entries is None
        found.append(_outline(file.path, (entries or {}).get(file.path)))
    return found


def _entries(data: object) -> dict[str, dict[str, Any]] | None:
    entries = data.get("files") if isinstance(data, dict) else None
    if not isinstance(entries, (list, tuple)):
        return None
    return {
        entry["path"]: entry
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("path"), str)
    }


def _outline(path: str, entry: Mapping[str, Any] | None) -> Outline:
    notebook = is_notebook(path)
    cells = _cells(entry.get("cells")) if entry and notebook else ()
    if entry is None or cells is None:
        return Outline(path, () if notebook else None, error=_LOST)
    error = entry.get("error")
    return Outline(
        path,
        cells if notebook else None,
        _names(entry.get("defines")),
        _names(entry.get("unfinished")),
        entry.get("parses") is True,
        None if error is None else _text(error, _MAX_ERROR) or _LOST,
        _spans(entry.get("spans")),
    )


def _cells(data: object) -> tuple[str, ...] | None:
    if not isinstance(data, (list, tuple)) or len(data) > _MAX_CELLS:
        return None
    cells = tuple(cell for cell in data if isinstance(cell, str))
    return cells if len(cells) == len(data) and sum(map(len, cells)) <= _MAX_SOURCE else None


def _names(data: object) -> frozenset[str]:
    if not isinstance(data, (list, tuple)):
        return frozenset()
    names = (_text(name, 2 * _MAX_NAME + 1) for name in data[:_MAX_NAMES])
    return frozenset(name for name in names if name)


def _spans(data: object) -> dict[str, Span]:
    found = {}
    for entry in data[:_MAX_NAMES] if isinstance(data, (list, tuple)) else ():
        match entry:
            case [str(name), int(cell), int(first), int(last)] if 0 < first <= last and cell >= 0:
                found[name[: 2 * _MAX_NAME + 1]] = Span(cell, first, last)
    return found


def _text(data: object, most: int) -> str:
    return data[:most] if isinstance(data, str) else ""
