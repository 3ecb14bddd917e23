"""Training: the loss by epoch, and what the trained network says over the plane."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from ..evidence import Boundary, Table, Training
from .drawing import (
    Attributes,
    DataTable,
    Picture,
    Scale,
    element,
    line,
    number,
    panel,
    path,
    text,
    ticks,
)
from .heatmap import level

WIDTH, HEIGHT = 460.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 48.0, 14.0, 20.0, 40.0
TALLEST = 2.5
"""Losses are shown up to so many times the largest expected one."""

SIDE = 238.0
XOR = (((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0))


def loss_curves(training: Training) -> Picture:
    """Both losses over epochs, on an axis of log(1 + epoch), and where the paths part."""
    finite = [v for v in (*training.expected, *training.got) if math.isfinite(v)]
    tallest = TALLEST * max((v for v in training.expected if math.isfinite(v)), default=1.0)
    top = min(max(finite, default=1.0), tallest) or 1.0
    across = Scale(0, max(training.epochs[-1], 1), LEFT, WIDTH - RIGHT, math.log1p)
    up = Scale(0, top, HEIGHT - BOTTOM, TOP)
    label = f"Loss by epoch: expected from {_ends(training.expected)}, yours {_ends(training.got)}"
    svg = panel(
        WIDTH,
        HEIGHT,
        label,
        *_axes(across, up, training.epochs[-1]),
        *_parting(across, training.parted),
        *_curve("expected", training.epochs, training.expected, across, up),
        *_curve("yours", training.epochs, training.got, across, up),
        *_legend(),
    )
    rows = zip(training.epochs, training.expected, training.got, strict=True)
    table = DataTable(
        ("Epoch", "Expected loss", "Your loss"),
        tuple((str(epoch), number(want, 4), number(have, 4)) for epoch, want, have in rows),
    )
    return Picture("training", "The loss in training", _caption(training, top), (svg,), table)


def _ends(values: Sequence[float]) -> str:
    return f"{number(values[0])} to {number(values[-1])}"


def _axes(across: Scale, up: Scale, last: int) -> list[Markup]:
    parts = [line(LEFT, up(0), across(last), up(0), "axis"), line(LEFT, up(0), LEFT, TOP, "axis")]
    for epoch in (0, 1, 10, 100, 1000):
        if epoch <= last:
            parts.append(line(across(epoch), up(0), across(epoch), up(0) + 4, "axis"))
            parts.append(text(across(epoch), up(0) + 17, str(epoch), "tick", "middle"))
    for value in ticks(0, up.high):
        parts.append(line(LEFT, up(value), across(last), up(value), "grid"))
        parts.append(text(LEFT - 6, up(value) + 4, number(value), "tick", "end"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "epoch", "axis-title", "middle"))
    return [*parts, text(4, 12, "loss", "axis-title")]


def _curve(
    who: str, epochs: Sequence[int], losses: Sequence[float], across: Scale, up: Scale
) -> list[Markup]:
    """A line through the finite losses; those above the picture are triangles at its edge."""
    shown = [(e, v) for e, v in zip(epochs, losses, strict=True) if math.isfinite(v)]
    places = [(across(e), up(min(v, up.high))) for e, v in shown]
    parts = [path(places, f"curve {who}")] if len(places) > 1 else []
    for (epoch, value), (x, y) in zip(shown, places, strict=True):
        data: Attributes = {"data_epoch": epoch, "data_loss": value, "class_": f"dot {who}"}
        if value > up.high:
            d = f"M{x - 5:.2f} {y + 4:.2f}L{x + 5:.2f} {y + 4:.2f}L{x:.2f} {y - 5:.2f}Z"
            parts.append(element("path", d=d, **data))
        elif who == "yours":
            parts.append(element("rect", x=x - 3, y=y - 3, width=6, height=6, **data))
        else:
            parts.append(element("circle", cx=x, cy=y, r=2.5, **data))
    return parts


def _parting(across: Scale, epoch: int | None) -> list[Markup]:
    if epoch is None:
        return []
    x = across(epoch)
    on_the_left = x > WIDTH / 2
    words = f"paths part: epoch {epoch}"
    at, anchor = (x - 5, "end") if on_the_left else (x + 5, None)
    return [
        element("line", x1=x, y1=TOP, x2=x, y2=HEIGHT - BOTTOM, class_="parting", data_epoch=epoch),
        text(at, TOP - 7, words, "parting-word", anchor),
    ]


def _legend() -> list[Markup]:
    x, y = WIDTH - RIGHT - 104, TOP + 28
    return [
        line(x, y, x + 24, y, "curve expected"),
        element("circle", cx=x + 12, cy=y, r=2.5, class_="dot expected"),
        text(x + 30, y + 4, "expected", "tick"),
        line(x, y + 18, x + 24, y + 18, "curve yours"),
        element("rect", x=x + 9, y=y + 15, width=6, height=6, class_="dot yours"),
        text(x + 30, y + 22, "yours", "tick"),
    ]


def _caption(training: Training, top: float) -> str:
    said = []
    if training.parted is not None:
        said.append(f"Your weights were first off after epoch {training.parted}.")
    missing = sum(not math.isfinite(v) for v in training.got)
    if missing:
        said.append(f"At {missing} of {len(training.got)} epochs your network had no finite loss.")
    if any(math.isfinite(v) and v > top for v in training.got):
        said.append("A triangle at the upper edge is a loss too large for the picture.")
    return " ".join(said) or "Both networks start from the same weights."


def decision_boundaries(boundary: Boundary) -> Picture:
    """What both networks say over the plane, with the line at 50 % and the points of XOR."""
    panels = (
        _plane("expected", boundary.expected, boundary),
        _plane("yours", boundary.got, boundary),
    )
    rows = []
    for (first, second), target in XOR:
        values = [
            _value_at(rows_, boundary, first, second) for rows_ in (boundary.expected, boundary.got)
        ]
        said = ["-" if value is None else f"{number(value)} %" for value in values]
        rows.append((f"({first}, {second})", str(target), *said))
    table = DataTable(("Point", "Class", "Expected network", "Your network"), tuple(rows))
    caption = _boundary_caption(boundary)
    return Picture("boundary", "Decision boundaries after training", caption, panels, table)


def _boundary_caption(boundary: Boundary) -> str:
    said = (
        "Blue is class 0, orange class 1; the line is where a network gives 50 %. The numbers in "
        "circles are the four points of XOR and their classes."
    )
    values = [value for row in boundary.got for value in row]
    if not min(values) < 50 < max(values):
        low, high = number(min(values)), number(max(values))
        said += f" Your network never crosses 50 %: it stays between {low} and {high} %."
    return said


def _plane(title: str, rows: Table, boundary: Boundary) -> Markup:
    count = len(rows)
    size = SIDE / count
    cells = [
        element(
            "rect",
            x=1 + j * size,
            y=1 + (count - 1 - i) * size,
            width=size + 0.3,
            height=size + 0.3,
            class_=f"area {level(rows[i][j] - 50, 50)}",
            data_row=i,
            data_column=j,
            data_value=rows[i][j],
        )
        for i in range(count)
        for j in range(count)
    ]
    across = Scale(boundary.low, boundary.high, 1 + size / 2, 1 + SIDE - size / 2)
    up = Scale(boundary.low, boundary.high, 1 + SIDE - size / 2, 1 + size / 2)
    points = [
        part
        for (first, second), target in XOR
        for part in _point(across(first), up(second), target)
    ]
    label = f"Plane of the two inputs, {title}; the table below has the four points"
    return panel(
        SIDE + 2,
        SIDE + 24,
        label,
        *cells,
        *_contour(rows, size),
        *points,
        text(
            1,
            SIDE + 18,
            f"{title} network" if title == "expected" else "your network",
            "panel-title",
        ),
    )


def _point(x: float, y: float, target: int) -> list[Markup]:
    return [
        element("circle", cx=x, cy=y, r=10, class_="sample"),
        text(x, y + 4.5, str(target), "sample-word", "middle"),
    ]


def _contour(rows: Table, size: float) -> list[Markup]:
    """Where 50 % is crossed, square by square of the grid, by linear interpolation."""
    count = len(rows)
    parts = []
    for i in range(count - 1):
        for j in range(count - 1):
            corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)]
            cuts = [
                cut
                for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
                if (cut := _crossing(rows, a, b)) is not None
            ]
            for start, end in zip(cuts[::2], cuts[1::2], strict=False):
                places = [
                    (1 + (c + 0.5) * size, 1 + (count - 0.5 - r) * size) for r, c in (start, end)
                ]
                parts.append(path(places, "contour"))
    return parts


def _crossing(rows: Table, a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float] | None:
    first, second = rows[a[0]][a[1]] - 50, rows[b[0]][b[1]] - 50
    if (first > 0) == (second > 0) or first == second:
        return None
    share = first / (first - second)
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _value_at(rows: Table, boundary: Boundary, first: float, second: float) -> float | None:
    """The value at a point of the plane, if it is on the grid."""
    step = (boundary.high - boundary.low) / (len(rows) - 1)
    i, j = (second - boundary.low) / step, (first - boundary.low) / step
    on_the_grid = all(abs(k - round(k)) < 1e-9 and 0 <= round(k) < len(rows) for k in (i, j))
    return rows[round(i)][round(j)] if on_the_grid else None
