"""Gradients: how they flow through the layers, and entry by entry against the numerical ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from ..evidence import Pair
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
    powers_of_ten,
    text,
    ticks,
)

SIDE, LEFT, TOP, BOTTOM, RIGHT = 260.0, 62.0, 18.0, 40.0, 12.0
ON_THE_LINE = 1e-4
"""Closer than this share of an array's largest entry, an entry counts as right."""


def gradient_scatter(points: Sequence[Pair]) -> Picture | None:
    """Each entry of the gradients: numerical derivative across, the student's up."""
    shown = [p for p in points if math.isfinite(p.expected) and math.isfinite(p.got)]
    if not shown:
        return None
    off = _off(points)
    low = min(min(p.expected, p.got) for p in shown)
    high = max(max(p.expected, p.got) for p in shown)
    pad = 0.05 * (high - low) or 1.0
    across = Scale(low - pad, high + pad, LEFT, LEFT + SIDE)
    up = Scale(low - pad, high + pad, TOP + SIDE, TOP)
    marks = [_mark(p, across(p.expected), up(p.got), p.name in off) for p in shown]
    label = f"{len(points)} entries of the gradients, {len(off)} of them off the diagonal"
    svg = panel(
        LEFT + SIDE + RIGHT,
        TOP + SIDE + BOTTOM,
        label,
        *_square(across, up),
        path([(LEFT, TOP + SIDE), (LEFT + SIDE, TOP)], "diagonal"),
        *marks,
    )
    rows = tuple(
        (p.name, number(p.expected, 5), number(p.got, 5), "off" if p.name in off else "on the line")
        for p in points
    )
    table = DataTable(("Entry", "Numerical derivative", "Your backward", "Verdict"), rows)
    return Picture(
        "scatter", "Numerical against your gradient", _scatter_caption(points, off), (svg,), table
    )


def _off(points: Sequence[Pair]) -> frozenset[str]:
    """The entries that differ, measured against the largest numerical entry of their array."""
    sizes: dict[str, float] = {}
    for p in points:
        array = p.name.partition("[")[0]
        sizes[array] = max(sizes.get(array, 0.0), abs(p.expected))
    return frozenset(
        p.name
        for p in points
        if not abs(p.expected - p.got) <= ON_THE_LINE * sizes[p.name.partition("[")[0]]
    )


def _scatter_caption(points: Sequence[Pair], off: frozenset[str]) -> str:
    arrays = list(dict.fromkeys(p.name.partition("[")[0] for p in points if p.name in off))
    if not off:
        return "Every entry lies on the diagonal: there both are equal."
    missing = sum(not (math.isfinite(p.expected) and math.isfinite(p.got)) for p in points)
    said = (
        f"Right entries lie on the diagonal (circles); {len(off)} of {len(points)} do not "
        f"(crosses), in {', '.join(arrays)}."
    )
    return said + (f" {missing} are not finite and not drawn." if missing else "")


def _square(across: Scale, up: Scale) -> list[Markup]:
    parts = [
        line(LEFT, TOP + SIDE, LEFT + SIDE, TOP + SIDE, "axis"),
        line(LEFT, TOP, LEFT, TOP + SIDE, "axis"),
    ]
    for value in ticks(across.low, across.high, 4):
        parts.append(text(across(value), TOP + SIDE + 16, number(value), "tick", "middle"))
        parts.append(text(LEFT - 6, up(value) + 4, number(value), "tick", "end"))
        parts.append(line(LEFT, up(value), LEFT + SIDE, up(value), "grid"))
        parts.append(line(across(value), TOP, across(value), TOP + SIDE, "grid"))
    middle = LEFT + SIDE / 2
    parts.append(text(middle, TOP + SIDE + 34, "numerical derivative", "axis-title", "middle"))
    return [*parts, text(4, 12, "your backward", "axis-title")]


def _mark(pair: Pair, x: float, y: float, off: bool) -> Markup:
    data: Attributes = {
        "data_entry": pair.name,
        "data_numerical": pair.expected,
        "data_backward": pair.got,
    }
    if off:
        d = f"M{x - 4:.2f} {y - 4:.2f}l8 8m0 -8l-8 8"
        return element("path", d=d, class_="cross", **data)
    return element("circle", cx=x, cy=y, r=3, class_="on", **data)


def gradient_flow(layers: Sequence[Pair]) -> Picture | None:
    """The norm of each layer's weight gradient on a logarithmic axis."""
    sizes = [v for p in layers for v in (p.expected, p.got) if 0 < v < math.inf]
    if not sizes:
        return None
    tens = powers_of_ten(min(sizes), max(sizes))
    up = Scale(tens[0], tens[-1], TOP + SIDE, TOP, math.log10)
    places = [LEFT + (i + 0.5) * SIDE / len(layers) for i in range(len(layers))]
    parts = [
        line(LEFT, TOP + SIDE, LEFT + SIDE, TOP + SIDE, "axis"),
        line(LEFT, TOP, LEFT, TOP + SIDE, "axis"),
    ]
    for ten in tens:
        parts.append(line(LEFT, up(ten), LEFT + SIDE, up(ten), "grid"))
        parts.append(text(LEFT - 6, up(ten) + 4, f"{ten:g}", "tick", "end"))
    for x, layer in zip(places, layers, strict=True):
        parts.append(text(x, TOP + SIDE + 16, layer.name, "tick", "middle"))
    parts += _series("expected", places, [p.expected for p in layers], layers, up)
    parts += _series("yours", places, [p.got for p in layers], layers, up)
    words = "circles: expected, squares: yours"
    parts.append(text(LEFT + SIDE / 2, TOP + SIDE + 34, words, "axis-title", "middle"))
    parts.append(text(4, 12, "norm of the gradient", "axis-title"))
    label = "Norm of each layer's weight gradient: " + "; ".join(
        f"{p.name} expected {number(p.expected)}, yours {number(p.got)}" for p in layers
    )
    svg = panel(LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, label, *parts)
    rows = tuple((p.name, number(p.expected, 5), number(p.got, 5)) for p in layers)
    table = DataTable(("Gradient", "Expected norm", "Your norm"), rows)
    return Picture("flow", "How the gradient flows", _flow_caption(layers), (svg,), table)


def _series(
    who: str, places: Sequence[float], norms: Sequence[float], layers: Sequence[Pair], up: Scale
) -> list[Markup]:
    """Points joined by a line; a norm that is zero or not finite has none."""
    shown = [
        (x, up(norm), norm, layer.name)
        for x, norm, layer in zip(places, norms, layers, strict=True)
        if 0 < norm < math.inf
    ]
    parts = [path([(x, y) for x, y, _, _ in shown], f"curve {who}")] if len(shown) > 1 else []
    for x, y, norm, name in shown:
        data: Attributes = {"class_": f"dot {who}", "data_array": name, "data_norm": norm}
        if who == "yours":
            parts.append(element("rect", x=x - 4, y=y - 4, width=8, height=8, **data))
        else:
            parts.append(element("circle", cx=x, cy=y, r=6, **data))
    return parts


def _flow_caption(layers: Sequence[Pair]) -> str:
    gone = [p.name for p in layers if not 0 < p.got < math.inf]
    if gone:
        return f"{', '.join(gone)} of yours has no norm that can be drawn: zero or not finite."
    off = [p.name for p in layers if abs(p.got - p.expected) > ON_THE_LINE * p.expected]
    if not off:
        return "All your norms are as expected."
    return f"The norm differs in {', '.join(off)}."
