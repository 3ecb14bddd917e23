"""Points as other systems read them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from grader.formats.exports import FormatError

_STEP = Decimal("0.00001")


def exact(points: float) -> float:
    """Return ``points`` at 5 decimals, never -0.0."""
    return float(_decimal(points)) + 0.0


def plain(points: float) -> str:
    """Return ``points`` with a decimal point and without exponent, such as "12.5"."""
    text = f"{_decimal(points):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def fraction(points: float, most: float) -> float:
    """Return the part of ``most`` that ``points`` are, from 0 to 1.

    Raises:
        FormatError: there is nothing to be a part of.
    """
    if most <= 0:
        raise FormatError("an assignment of 0 points has no fraction of points to write")
    return exact(min(max(points / most, 0.0), 1.0))


def _decimal(points: float) -> Decimal:
    return Decimal(str(float(points))).quantize(_STEP, ROUND_HALF_EVEN)
