"""Comparing one value of a student with the expected array."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .tolerances import VALUE

Array = NDArray[np.float64]
Problem = Literal["type", "shape", "nonfinite", "value"]
SQUARED_LEAST = 1e-200
"""Of a sum of squares: below it the squares of errors may have vanished altogether."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: ``problem`` is None when right, and the worst entry otherwise.

    ``relative_error`` is max |got - expected| / max |expected| over the array.
    ``ratio`` is got / expected when that is the same number for every entry.
    ``arrays`` are the expected and the given array where both have one shape.
    """

    problem: Problem | None
    relative_error: float = 0.0
    index: tuple[int, ...] = ()
    expected: float = 0.0
    got: float = 0.0
    ratio: float | None = None
    expected_shape: tuple[int, ...] = ()
    got_shape: tuple[int, ...] | None = None
    tolerance: float = 0.0
    arrays: tuple[Array, Array] | None = field(default=None, compare=False, repr=False)

    @property
    def right(self) -> bool:
        """Whether the value is accepted."""
        return self.problem is None


def as_array(value: object) -> Array | None:
    """``value`` as a float64 array, or None when it is not a real numeric array-like."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value.copy()
    if isinstance(value, (str, bytes, dict)) or value is None:
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.dtype.kind == "c" and not np.any(array.imag):
        array = array.real
    if array.dtype.kind not in "biuf":
        return None
    return np.array(array, dtype=np.float64, order="C")


def compare(got: object, expected: object, tolerance: float) -> Comparison:
    """Compare ``got`` with ``expected``: type, then shape, then finite, then values.

    Infinite entries of ``expected`` must be met exactly. The error is measured
    against the largest finite entry of ``expected``, or against 1 when all are zero.
    """
    want = np.asarray(expected, dtype=np.float64)
    have = as_array(got)
    if have is None:
        return Comparison("type", expected_shape=want.shape)
    if have.shape != want.shape:
        return Comparison("shape", expected_shape=want.shape, got_shape=have.shape)
    if want.size == 0:
        return Comparison(None, expected_shape=want.shape, got_shape=have.shape)
    with np.errstate(all="ignore"):  # a student's numbers may be anything
        worst = _relative_error(have, want)
        if worst <= tolerance:  # and so all of it is finite: nothing more to find out
            return Comparison(
                None, relative_error=worst, expected_shape=want.shape, got_shape=have.shape
            )
        return _worst_entry(have, want, tolerance)


def _relative_error(have: Array, want: Array) -> float:
    """max |have - want| / max |want|; neither finite nor small where an entry is not finite."""
    # Methods, because NumPy's functions cost twice as much on arrays this small.
    return float(np.abs(have - want).max()) / (float(np.abs(want).max()) or 1.0)


def _clearly_close(have: Array, want: Array, tolerance: float) -> bool:
    """Whether a bound that takes a quarter of the time already shows that they agree.

    The largest error is at most the root of the sum of their squares, and the largest entry of
    ``want`` at least the root of the mean of its squares. Says nothing of what squares cannot hold.
    """
    error, right = (have - want).ravel(), want.ravel()
    size = float(right.dot(right))
    return SQUARED_LEAST < size < math.inf and (
        float(error.dot(error)) * want.size <= tolerance * tolerance * size
    )


def _worst_entry(have: Array, want: Array, tolerance: float) -> Comparison:
    finite = np.isfinite(want)
    scale = float(np.max(np.abs(want[finite]), initial=0.0)) or 1.0
    error = np.where(have == want, 0.0, np.abs(have - want)) / scale
    error = np.where(np.isnan(error), np.inf, error)
    index = np.unravel_index(int(np.argmax(error)), want.shape)
    worst = float(error[index])
    problem: Problem | None = None
    # `not <=` and not `>`: a NaN must count as wrong.
    if not worst <= tolerance:
        problem = "value" if np.isfinite(have[index]) or not finite[index] else "nonfinite"
    return Comparison(
        problem,
        relative_error=worst,
        index=tuple(int(i) for i in index),
        expected=float(want[index]),
        got=float(have[index]),
        ratio=constant_ratio(have, want) if want.size > 1 else None,
        expected_shape=want.shape,
        got_shape=have.shape,
        tolerance=tolerance,
        arrays=(want, have),
    )


def constant_ratio(have: Array, want: Array) -> float | None:
    """The factor c with ``have == c * want`` in every entry, or None when there is none."""
    size = float(np.max(np.abs(want), initial=0.0))
    if want.size < 1 or not size > 0 or not np.all(np.isfinite(have)):
        return None
    pivot = np.unravel_index(int(np.argmax(np.abs(want))), want.shape)
    with np.errstate(all="ignore"):
        ratio = float(have[pivot] / want[pivot])
        if ratio == 0 or not np.isfinite(ratio):
            return None
        same = np.max(np.abs(have - ratio * want)) <= 1e-6 * size * abs(ratio)
    return ratio if same else None


def agrees(got: object, expected: object, tolerance: float = VALUE) -> bool:
    """Whether ``compare`` accepts; quicker, since it need not say why."""
    want, have = np.asarray(expected, dtype=np.float64), as_array(got)
    if have is None or have.shape != want.shape:
        return False
    if want.size:
        with np.errstate(all="ignore"):
            if _clearly_close(have, want, tolerance):
                return True
            worst = _relative_error(have, want)
        if math.isfinite(worst):
            return worst <= tolerance
    return compare(have, want, tolerance).right
