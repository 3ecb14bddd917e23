"""SVG elements as safe text, and the axes that pictures share.

Colours, fonts and line widths are classes of ``pictures.css``: a page may then forbid styles of
elements, and light, dark and print are one drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Value = str | float | None
Attributes = dict[str, Value]
"""What goes into :func:`element` by name."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """The numbers of a picture, for who cannot or does not want to see it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title, what it shows in words, and its numbers.

    ``panels`` are SVG elements that belong together, each labelled for screen readers.
    """

    kind: str
    title: str
    caption: str
    panels: tuple[Markup, ...]
    table: DataTable


def element(name: str, *children: Markup | str, **attributes: Value) -> Markup:
    """An element; ``_`` in attribute names is ``-``, a trailing one is dropped, None is left out.

    Text is escaped. Numbers are written with at most two decimals, but for ``data_``
    attributes, which hold them whole.
    """
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(key, value))}"'
        for key, value in attributes.items()
        if value is not None
    ]
    inside = Markup("").join(escape(child) for child in children)
    return Markup(f"<{name}{''.join(parts)}>{inside}</{name}>")


def _written(key: str, value: str | float) -> str:
    if isinstance(value, str):
        return value
    if key.startswith("data_"):
        return repr(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")


def panel(width: float, height: float, label: str, *children: Markup) -> Markup:
    """An SVG element of this size that screen readers read as one picture."""
    return element(
        "svg",
        *children,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
    )


def text(
    x: float, y: float, words: str, class_: str | None = None, anchor: str | None = None
) -> Markup:
    """Words at a place; ``anchor`` is "middle" or "end" for those that do not start there."""
    return element("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(points: Sequence[tuple[float, float]], class_: str) -> Markup:
    """Straight lines from point to point."""
    d = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return element("path", d=d, class_=class_)


def number(value: float, digits: int = 3) -> str:
    """A number as it is written in a picture, with a real minus sign."""
    positive_zero = value + 0.0  # -0 would only puzzle
    return f"{positive_zero:.{digits}g}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Scale:
    """From values between ``low`` and ``high`` to places between ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float
    bend: Callable[[float], float] = float

    def __call__(self, value: float) -> float:
        """The place of a value; beyond the ends for values beyond the limits."""
        low, high = self.bend(self.low), self.bend(self.high)
        return self.start + (self.bend(value) - low) / (high - low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers between two others, about ``most`` of them."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    rough = span / most
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(step * index, 12) for index in range(first, last + 1)]


def powers_of_ten(low: float, high: float) -> list[float]:
    """The powers of ten from below ``low``, which is positive, to above ``high``."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = max(1, math.ceil((last - first) / 6))
    last = first + step * max(1, math.ceil((last - first) / step))
    return [10.0**exponent for exponent in range(first, last + 1, step)]
