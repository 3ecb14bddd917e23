from __future__ import annotations

from dataclasses import dataclass
from typing import Dict

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Forward:
    x: Array
    z1: Array
    a1: Array
    z2: Array
    a2: Array


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)); the exponent is never positive."""
    decay = np.exp(-np.abs(z))
    return np.where(z < 0, decay, 1.0) / (1.0 + decay)


def sigmoid_derivative(z: Array) -> Array:
    decay = np.exp(-np.abs(z))
    return decay / np.square(1.0 + decay)


def relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def relu_derivative(z: Array) -> Array:
    return np.greater(z, 0).astype(np.float64)


def two_layer_forward(params: Dict[str, Array], x: Array) -> Dict[str, Array]:
    z1 = np.matmul(params["W1"], x) + params["b1"]
    a1 = relu(z1)
    z2 = np.matmul(params["W2"], a1) + params["b2"]
    return dict(vars(Forward(x=x, z1=z1, a1=a1, z2=z2, a2=relu(z2))))


def two_layer_backward(params: Dict[str, Array], cache: Dict[str, Array], y: Array) -> Dict[str, Array]:
    c = Forward(**{k: cache[k] for k in ("x", "z1", "a1", "z2", "a2")})
    dz2 = c.a2 - y
    da1 = np.matmul(params["W2"].T, dz2)
    dz1 = np.multiply(da1, relu_derivative(c.z1))
    return {
        "dz2": dz2,
        "dW2": np.matmul(dz2, c.a1.T),
        "db2": np.sum(dz2, axis=-1, keepdims=True),
        "da1": da1,
        "dz1": dz1,
        "dW1": np.matmul(dz1, c.x.T),
        "db1": np.sum(dz1, axis=-1, keepdims=True),
    }
