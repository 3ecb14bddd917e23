"""Gradient checking. Nothing is changed in place: every difference works on copies."""
from __future__ import annotations

from typing import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def numerical_gradient(f: Callable[[Array], float], x: Array, epsilon: float = 1e-5) -> Array:
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[index] += epsilon
        minus[index] -= epsilon
        gradient[index] = (f(plus) - f(minus)) / (2.0 * epsilon)
    return gradient


def relative_error(a: Array, b: Array) -> float:
    difference = np.abs(np.subtract(a, b)).max()
    size = np.abs(a).max() + np.abs(b).max()
    return float(difference / max(1e-8, size))


def mean_loss(nn, X: Array, y: Array) -> float:
    a = nn.forward(X)
    per_sample = -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1)
    return float(per_sample.mean())


def gradient_check(nn, X: Array, y: Array, epsilon: float = 1e-5) -> dict[str, float]:
    result: dict[str, float] = {}
    nn.forward(X)
    analytic = {k: np.array(v) for k, v in nn.backward(y).items() if k[:2] in ("dW", "db")}
    for kind, parameters in (("dW", nn.weights), ("db", nn.biases)):
        for l, parameter in enumerate(parameters, start=1):
            original = parameter.copy()

            def f(values, parameter=parameter):
                parameter[...] = values
                return mean_loss(nn, X, y)

            numeric = numerical_gradient(f, original, epsilon)
            parameter[...] = original
            result[f"{kind}{l}"] = relative_error(analytic[f"{kind}{l}"], numeric)
    return result
