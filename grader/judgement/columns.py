"""The lecture's section 3 keeps samples in columns and sums its loss: the same steps, transposed.

z1 = W1 @ x + b1 is Z1 = A0 @ W1' + b1' of the transposed arrays, so the steps,
formulas and mistakes of :mod:`.dense` serve both; only names, shapes and
indices are turned back for what a student reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from .comparing import Array, Comparison, as_array
from .derivation import StepVerdict

NAMES = {"A0": "x", **{f"{k}{i}": f"{k.lower()}{i}" for k in "ZA" for i in (1, 2)}}
GRADIENT_NAMES = {f"d{row}": f"d{column}" for row, column in NAMES.items() if row != "A0"}


def column_name(name: str) -> str:
    """The student's name of a quantity: 'Z1' is z1, 'dA1' is da1, 'dW1' stays."""
    if name.startswith("cache['"):
        inner = name.removeprefix("cache['").removesuffix("']")
        return f"cache['{column_name(inner)}']"
    return NAMES.get(name) or GRADIENT_NAMES.get(name, name)


def to_rows(values: Mapping[object, object], *, gradients: bool) -> dict[str, object]:
    """The student's quantities under the names and in the orientation of :mod:`.dense`."""
    names = GRADIENT_NAMES if gradients else NAMES
    known = {column: row for row, column in names.items()}
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(name, str) and name not in names:  # 'dZ2' is no name of this exercise
            array = as_array(value)
            found[known.get(name, name)] = value if array is None else array.T
    return found


def turned(verdict: StepVerdict) -> StepVerdict:
    """A verdict in the student's names, shapes and indices."""
    comparison = verdict.comparison
    return replace(
        verdict,
        name=column_name(verdict.name),
        comparison=None if comparison is None else _turned(comparison),
    )


def _turned(comparison: Comparison) -> Comparison:
    got, arrays = comparison.got_shape, comparison.arrays
    return replace(
        comparison,
        index=comparison.index[::-1],
        expected_shape=comparison.expected_shape[::-1],
        got_shape=None if got is None else got[::-1],
        arrays=None if arrays is None else (arrays[0].T, arrays[1].T),
    )


def column_parameters(named: Mapping[str, Array]) -> dict[str, Array]:
    """'W1', 'b1', ... of shape (n_out, n_in) and (n_out, 1) from those of row samples."""
    return {name: np.ascontiguousarray(value.T) for name, value in named.items()}
