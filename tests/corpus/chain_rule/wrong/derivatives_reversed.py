from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Union

import numpy as np
from numpy.typing import NDArray

Number = Union[int, float]
Fn = Callable[[float], float]


def numerical_derivative(
    f: Callable, x: Number | NDArray, h: float = 1e-5, *, verbose: bool = False
) -> float | NDArray:
    """Derivative of ``f`` at ``x`` by the symmetric difference quotient."""
    forward, backward = f(x + h), f(x - h)
    quotient = np.divide(np.subtract(forward, backward), 2.0 * h)
    if verbose:
        print(f"f(x+h)={forward}, f(x-h)={backward}")
    return quotient if isinstance(x, np.ndarray) else float(quotient)


def intermediate_values(functions: Sequence[Fn], x: Number) -> list[float]:
    inputs: list[float] = []
    current = float(x)
    for function in functions:
        inputs.append(current)
        current = function(current)
    return inputs


def chain_derivative(functions: Sequence[Fn], derivatives: Sequence[Fn], x: Number) -> float:
    """Product of the local slopes, each at the input of its own function."""
    inputs = intermediate_values(functions, x)
    return float(math.prod(d(v) for d, v in zip(reversed(derivatives), inputs)))
