"""Derivatives by definition: the oracle that every expected gradient is backed by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

COMPLEX_STEP = 1e-30
FOUR_POINT_STEP = 1e-3
SMALLER_STEPS = (1e-4, 1e-5, 1e-6)
SETTLED = 1e-6
"""What two steps may differ by: rounding costs about 1e-9 at the smallest, a kink far more."""


def complex_step(f: Callable[[Array], Any], x: Array) -> NDArray[np.float64]:
    """Gradient of the real analytic ``f`` at ``x``: Im f(x + ih) / h, exact to rounding.

    Squire and Trapp, SIAM Review 40 (1998). ``f`` must accept complex arrays.
    """
    x = np.asarray(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(np.complex128)
        moved[index] += 1j * COMPLEX_STEP
        gradient[index] = np.imag(f(moved)) / COMPLEX_STEP
    return gradient


def complex_step_list(
    f: Callable[[Sequence[Array]], Any], arrays: Sequence[Array]
) -> list[NDArray[np.float64]]:
    """Gradient of the real analytic ``f(arrays)`` with respect to each array of the list."""
    return [
        complex_step(_of_one(f, arrays, position), arrays[position])
        for position in range(len(arrays))
    ]


def _of_one(
    f: Callable[[Sequence[Array]], Any], arrays: Sequence[Array], position: int
) -> Callable[[Array], Any]:
    return lambda moved: f([*arrays[:position], moved, *arrays[position + 1 :]])


def four_point(
    f: Callable[[Array], Any], x: Array, h: float = FOUR_POINT_STEP
) -> NDArray[np.float64]:
    """Gradient by (8 [f(h/2) - f(-h/2)] - [f(h) - f(-h)]) / 6h, error of order h^4.

    With the usual h the measured error on unit-sized networks is below 5e-11.
    """
    x = np.asarray(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):

        def at(step: float, index: tuple[int, ...] = index) -> float:
            moved = x.copy()
            moved[index] += step
            return float(f(moved))

        inner, outer = at(h / 2) - at(-h / 2), at(h) - at(-h)
        gradient[index] = (8 * inner - outer) / (6 * h)
    return gradient


class NoGradientError(ValueError):
    """There is no gradient at this point: the function has a kink, a jump or no finite value."""


def settled_gradient(f: Callable[[Array], Any], x: Array) -> NDArray[np.float64]:
    """The gradient of any smooth ``f`` at ``x``, with smaller steps where a kink is near.

    An entry is settled when two steps, one a tenth of the other, agree to 1e-6 of the largest
    entry. Raises NoGradientError for entries that never are.
    """
    x = np.asarray(x, dtype=np.float64)
    best = four_point(f, x)
    open_entries = np.ones(x.shape, dtype=bool)
    for step in SMALLER_STEPS:
        finer = four_point(f, x, step)
        size = float(np.max(np.abs(finer), initial=0.0)) or 1.0
        agree = np.abs(best - finer) <= SETTLED * size
        open_entries &= ~agree
        if not np.any(open_entries):
            return best
        best = np.where(open_entries, finer, best)
    where = tuple(int(i[0]) for i in np.nonzero(open_entries)) if x.ndim else ()
    raise NoGradientError(f"the function has no gradient at this point (entry {list(where)})")


def four_point_list(
    f: Callable[[Sequence[Array]], Any], arrays: Sequence[Array]
) -> list[NDArray[np.float64]]:
    """Gradient of ``f(arrays)`` with respect to each array of the list."""
    return [four_point(_of_one(f, arrays, i), array) for i, array in enumerate(arrays)]
