"""The numbers of a check's evidence as pictures and tables need them.

Evidence is whatever stands in a report: entries may be missing, cut or of another kind. What
does not fit is left out; nothing here raises.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from grader.report.records import CheckResult, Json
from grader.report.text import clean_line

Table = tuple[tuple[float, ...], ...]

_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_MAX_NAME = 80
_MAX_ENTRIES = 400
_MAX_SIDE = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: its name and its state, such as "wrong"."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Arrays:
    """The part of an array that is shown: ``first`` is its place in the whole of ``shape``.

    ``worst`` is the row and column of the worst entry in the whole.
    """

    shape: tuple[int, int]
    first: tuple[int, int]
    worst: tuple[int, int]
    expected: Table
    got: Table

    @property
    def cut(self) -> bool:
        """Whether the whole is larger."""
        return self.shape != (len(self.expected), len(self.expected[0]))


@dataclass(frozen=True, slots=True)
class Training:
    """Losses by epoch, expected and got, and the epoch at which the paths part, if it is known."""

    epochs: tuple[int, ...]
    expected: tuple[float, ...]
    got: tuple[float, ...]
    parted: int | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Percent of class 1 over a square of the plane, rows of growing second coordinate."""

    low: float
    high: float
    expected: Table
    got: Table


@dataclass(frozen=True, slots=True)
class Pair:
    """One quantity as it should be and as it was given."""

    name: str
    expected: float
    got: float


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of the submission; ``marked`` are numbers of lines."""

    place: str
    first: int
    lines: tuple[str, ...]
    marked: frozenset[int]
    cut: str


def steps(check: CheckResult) -> tuple[Step, ...]:
    """The steps of the derivation, in order."""
    return tuple(
        Step(name_of(step.get("step", "?")), name_of(step.get("state", "unknown")))
        for step in _mappings(check.evidence.get("steps"))
    )


def arrays(check: CheckResult) -> Arrays | None:
    """Both arrays, if they are there and of one shape."""
    found = _mapping(check.evidence.get("arrays"))
    expected, got = table(found.get("expected")), table(found.get("got"))
    places = [_place(found.get(key)) for key in ("shape", "first", "worst")]
    if expected is None or got is None or _sides(expected) != _sides(got) or None in places:
        return None
    shape, first, worst = (place for place in places if place is not None)
    return Arrays(shape, first, worst, expected, got)


def training(check: CheckResult) -> Training | None:
    """The course of a training, if all of it is there."""
    found = _mapping(check.evidence.get("training"))
    epochs = _integers(found.get("epochs"))
    expected, got = _row(found.get("expected")), _row(check.evidence.get("losses"))
    if epochs is None or expected is None or got is None or not epochs:
        return None
    if not len(epochs) == len(expected) == len(got) or list(epochs) != sorted(set(epochs)):
        return None
    parted = check.evidence.get("epoch")
    known = isinstance(parted, int) and parted in epochs
    return Training(epochs, expected, got, parted if known and isinstance(parted, int) else None)


def boundary(check: CheckResult) -> Boundary | None:
    """The trained networks over the plane, if both are there."""
    found = _mapping(check.evidence.get("boundary"))
    expected, got = table(found.get("expected")), table(found.get("got"))
    low, high = number_of(found.get("low")), number_of(found.get("high"))
    if expected is None or got is None or low is None or high is None or not low < high:
        return None
    same = _sides(expected) == _sides(got) and len(expected) == len(expected[0]) > 1
    return Boundary(low, high, expected, got) if same else None


def flow(check: CheckResult) -> tuple[Pair, ...]:
    """The norm of every layer's gradient."""
    return _pairs(check.evidence.get("flow"), ("array", "expected", "got"))


def points(check: CheckResult) -> tuple[Pair, ...]:
    """Entries of the gradients: the numerical derivative and what backward gave."""
    return _pairs(check.evidence.get("points"), ("entry", "numerical", "backward"))


def code(check: CheckResult) -> Code | None:
    """The student's own lines."""
    found = _mapping(check.evidence.get("code"))
    lines, first = found.get("lines"), found.get("first")
    if not _is_list(lines) or not isinstance(first, int) or not lines:
        return None
    marked = _integers(found.get("marked")) or ()
    shown = tuple(clean_line_end(str(line)) for line in lines[:_MAX_ENTRIES])
    cut = name_of(found.get("cut", ""))
    return Code(name_of(found.get("place", "")), first, shown, frozenset(marked), cut)


def clean_line_end(line: str) -> str:
    """A line of code as it is, without what would end it."""
    return line.replace("\n", " ").rstrip()


def number_of(value: Json) -> float | None:
    """A number, also one that JSON writes as text; None for anything else."""
    if isinstance(value, str):
        return _NOT_FINITE.get(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def table(value: Json) -> Table | None:
    """Rows of numbers, all of one length and not too many; None for anything else."""
    if not _is_list(value) or not 0 < len(value) <= _MAX_SIDE:
        return None
    rows = [_row(row) for row in value]
    found = tuple(row for row in rows if row)
    same = len(found) == len(rows) and len({len(row) for row in found}) == 1
    return found if same and len(found[0]) <= _MAX_SIDE else None


def name_of(value: Json) -> str:
    """A short name on one line."""
    return clean_line(str(value), _MAX_NAME)


def _sides(rows: Table) -> tuple[int, int]:
    return len(rows), len(rows[0])


def _row(value: Json) -> tuple[float, ...] | None:
    if not _is_list(value) or len(value) > _MAX_ENTRIES:
        return None
    numbers = [number_of(item) for item in value]
    found = tuple(number for number in numbers if number is not None)
    return found if len(found) == len(numbers) else None


def _pairs(value: Json, keys: tuple[str, str, str]) -> tuple[Pair, ...]:
    found = []
    for entry in _mappings(value):
        expected, got = number_of(entry.get(keys[1])), number_of(entry.get(keys[2]))
        if expected is not None and got is not None:
            found.append(Pair(name_of(entry.get(keys[0], "?")), expected, got))
    return tuple(found)


def _place(value: Json) -> tuple[int, int] | None:
    found = _integers(value)
    return (found[0], found[1]) if found is not None and len(found) == 2 else None


def _integers(value: Json) -> tuple[int, ...] | None:
    if not _is_list(value) or len(value) > _MAX_ENTRIES:
        return None
    found = tuple(item for item in value if isinstance(item, int) and not isinstance(item, bool))
    return found if len(found) == len(value) else None


def _mappings(value: Json) -> list[Mapping[str, Json]]:
    items = value[:_MAX_ENTRIES] if _is_list(value) else ()
    return [item for item in items if isinstance(item, Mapping)]


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, (list, tuple))
