"""Expected against got: two tables of numbers in colour, with the worst entry marked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from ..evidence import Arrays, Table
from .drawing import DataTable, Picture, element, number, panel, text

CELL_WIDTH, CELL_HEIGHT = 54.0, 26.0
LEFT, TOP = 34.0, 24.0
MOST_CHARACTERS = 7
Places = frozenset[tuple[int, int]]
LEVELS = 4
"""Steps of colour on either side of zero."""


def level(value: float, scale: float) -> str:
    """The class of a value's colour: "n4" .. "n1", "zero", "p1" .. "p4", or "odd"."""
    if not math.isfinite(value):
        return "odd"
    share = max(-1.0, min(1.0, value / scale)) if scale > 0 else 0.0
    step = round(abs(share) * LEVELS)
    return "zero" if step == 0 else f"{'n' if share < 0 else 'p'}{step}"


def heat_maps(
    name: str, arrays: Arrays, *, tolerance: float | None, ratio: float | None
) -> Picture:
    """Both arrays side by side, in one scale of colours.

    Entries that differ by more than ``tolerance`` times the largest expected one shown are
    outlined. ``ratio`` is got / expected where that is the same everywhere.
    """
    scale = max((abs(v) for row in arrays.expected for v in row if math.isfinite(v)), default=0.0)
    wrong = _wrong(arrays, scale or 1.0, tolerance)
    worst = arrays.worst if wrong and ratio is None else None
    panels = (
        _map(f"{name}, expected", arrays, arrays.expected, scale, _Marks()),
        _map(f"{name}, yours", arrays, arrays.got, scale, _Marks(wrong, worst)),
    )
    return Picture(
        "arrays",
        f"{name}: expected and yours",
        _caption(arrays, wrong, ratio),
        panels,
        _table(name, arrays),
    )


def _wrong(arrays: Arrays, scale: float, tolerance: float | None) -> Places:
    allowed = 0.0 if tolerance is None else tolerance
    return frozenset(
        (i, j)
        for i, (expected, got) in enumerate(zip(arrays.expected, arrays.got, strict=True))
        for j, (want, have) in enumerate(zip(expected, got, strict=True))
        if want != have and not abs(want - have) <= allowed * scale
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Entries to outline, by their place in the part shown, and the worst one, in the whole."""

    wrong: Places = frozenset()
    worst: tuple[int, int] | None = None


def _map(title: str, arrays: Arrays, rows: Table, scale: float, marks: _Marks) -> Markup:
    height, width = len(rows), len(rows[0])
    cells = [
        _cell(i, j, rows[i][j], scale, (i, j) in marks.wrong)
        for i in range(height)
        for j in range(width)
    ]
    label = f"{title}, {height} by {width} numbers; the table below holds them"
    return panel(
        LEFT + width * CELL_WIDTH + 4,
        TOP + height * CELL_HEIGHT + 24,
        label,
        *_indices(arrays, height, width),
        *cells,
        *_corner(arrays, marks.worst, height, width),
        text(LEFT, TOP + height * CELL_HEIGHT + 18, title.rpartition(", ")[2], "panel-title"),
    )


def _indices(arrays: Arrays, height: int, width: int) -> list[Markup]:
    """Row and column numbers, from 0, as NumPy counts."""
    top, left = arrays.first
    across = [
        text(LEFT + (j + 0.5) * CELL_WIDTH, TOP - 8, str(left + j), "index", "middle")
        for j in range(width)
    ]
    down = [
        text(LEFT - 8, TOP + (i + 0.5) * CELL_HEIGHT + 4, str(top + i), "index", "end")
        for i in range(height)
    ]
    return across + down


def _cell(i: int, j: int, value: float, scale: float, wrong: bool) -> Markup:
    x, y = LEFT + j * CELL_WIDTH, TOP + i * CELL_HEIGHT
    square = element(
        "rect",
        x=x + 1.5,
        y=y + 1.5,
        width=CELL_WIDTH - 3,
        height=CELL_HEIGHT - 3,
        class_=f"cell {level(value, scale)}{' off' if wrong else ''}",
        data_row=i,
        data_column=j,
        data_value=value,
    )
    middle = x + CELL_WIDTH / 2
    return square + text(middle, y + CELL_HEIGHT / 2 + 4, _short(value), "value", "middle")


def _short(value: float) -> str:
    """The number with as many digits, up to three, as a cell has room for."""
    texts = (number(value, digits) for digits in (3, 2, 1))
    return next((words for words in texts if len(words) <= MOST_CHARACTERS), number(value, 1))


def _corner(arrays: Arrays, worst: tuple[int, int] | None, height: int, width: int) -> list[Markup]:
    """A corner on the worst entry, where it is in the part shown."""
    if worst is None:
        return []
    i, j = worst[0] - arrays.first[0], worst[1] - arrays.first[1]
    if not (0 <= i < height and 0 <= j < width):
        return []
    x, y = LEFT + (j + 1) * CELL_WIDTH - 2, TOP + i * CELL_HEIGHT + 2
    d = f"M{x - 11:.2f} {y:.2f}H{x:.2f}V{y + 11:.2f}Z"
    return [element("path", d=d, class_="worst", data_row=i, data_column=j)]


def _caption(arrays: Arrays, wrong: Places, ratio: float | None) -> str:
    shown = len(arrays.expected) * len(arrays.expected[0])
    said = f"{len(wrong)} of {shown} entries are off; they are outlined"
    if ratio is not None:
        said = f"Yours is the expected array times {number(ratio, 6)}, everywhere"
    elif wrong:
        said += ", and the worst one has a corner"
    if arrays.cut:
        (top, left), (rows, columns) = arrays.first, arrays.shape
        last = top + len(arrays.expected) - 1, left + len(arrays.expected[0]) - 1
        said += (
            f". Shown are rows {top} to {last[0]} and columns {left} to {last[1]} "
            f"of {rows} by {columns}"
        )
    return said + "."


def _table(name: str, arrays: Arrays) -> DataTable:
    top, left = arrays.first
    return DataTable(
        (f"Entry of {name}", "Expected", "Yours"),
        tuple(
            (f"[{top + i}, {left + j}]", number(want, 6), number(have, 6))
            for i, (expected, got) in enumerate(zip(arrays.expected, arrays.got, strict=True))
            for j, (want, have) in enumerate(zip(expected, got, strict=True))
        ),
    )
