"""The numbers that pictures are drawn from: bounded in count and in digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.report.records import Json

from .comparing import Array

MOST_ROWS = MOST_COLUMNS = 10
"""Of a larger array, the part of this size around its worst entry is shown."""

DIGITS = 9


def digits(values: Array, significant: int = DIGITS) -> list[Json]:
    """The numbers of an array as nested lists, each with so many significant digits."""
    return [
        digits(value, significant) if isinstance(value, np.ndarray) else short(value, significant)
        for value in np.asarray(values)
    ]


def short(value: float, significant: int = DIGITS) -> float:
    """The number with so many significant digits; they are enough to see what is wrong."""
    return float(f"{float(value):.{significant}g}")


def excerpt(expected: Array, got: Array, worst: Sequence[int]) -> dict[str, Json]:
    """Both arrays, of one shape, as tables of at most MOST_ROWS x MOST_COLUMNS numbers.

    An array of one dimension is one row; of more than two, all but the last run down the rows.
    ``first`` is where the part that is shown begins, ``worst`` the worst entry's row and column
    in the whole table, whose size is ``shape``.
    """
    shape = expected.shape
    columns = shape[-1]
    rows = expected.size // max(columns, 1)
    row = int(np.ravel_multi_index(tuple(worst[:-1]), shape[:-1])) if len(shape) > 1 else 0
    top, left = _start(row, rows, MOST_ROWS), _start(worst[-1], columns, MOST_COLUMNS)
    part = np.s_[top : top + MOST_ROWS, left : left + MOST_COLUMNS]
    return {
        "shape": [rows, columns],
        "first": [top, left],
        "worst": [row, int(worst[-1])],
        "expected": digits(expected.reshape(rows, columns)[part]),
        "got": digits(got.reshape(rows, columns)[part]),
    }


def _start(worst: int, size: int, most: int) -> int:
    """Where a window of ``most`` begins that holds ``worst``, in its middle where it can."""
    return max(0, min(worst - most // 2, size - most))
