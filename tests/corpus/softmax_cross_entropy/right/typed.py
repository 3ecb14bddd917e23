from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
TINY: float = float(np.finfo(np.float64).tiny)


def log_softmax(Z: Array) -> Array:
    shifted = Z - np.amax(Z, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def softmax(Z: Array) -> Array:
    """Row-wise softmax of ``(m, k)`` logits."""
    return np.exp(log_softmax(Z))


def cross_entropy(Y: Array, P: Array) -> float:
    log_p = np.log(np.maximum(P, TINY))
    return float(np.mean(-np.sum(np.multiply(Y, log_p), axis=1)))


def softmax_backward(dP: Array, P: Array) -> Array:
    inner = np.sum(np.multiply(dP, P), axis=1, keepdims=True)
    return np.multiply(P, np.subtract(dP, inner))


def softmax_cross_entropy_gradient(Y: Array, Z: Array) -> Array:
    return np.divide(np.subtract(softmax(Z), Y), Z.shape[0])


class SoftmaxNetwork:
    weights: list[Array]
    biases: list[Array]
    cache: dict[str, Array]

    def __init__(self, layer_sizes: Sequence[int], seed: int | None = None) -> None:
        rng = np.random.default_rng(seed)
        self.weights, self.biases, self.cache = [], [], {}
        for fan_in, fan_out in zip(layer_sizes[:-1], layer_sizes[1:]):
            self.weights.append(0.4 * rng.standard_normal((fan_in, fan_out)))
            self.biases.append(np.zeros((1, fan_out)))

    @property
    def depth(self) -> int:
        return len(self.weights)

    def forward(self, X: Array) -> Array:
        self.cache = {"A0": X}
        for layer in range(1, self.depth + 1):
            Z = self.cache[f"A{layer - 1}"] @ self.weights[layer - 1] + self.biases[layer - 1]
            self.cache[f"Z{layer}"] = Z
            self.cache[f"A{layer}"] = softmax(Z) if layer == self.depth else np.maximum(Z, 0.0)
        return self.cache[f"A{self.depth}"]

    def _deltas(self, y: Array) -> list[Array]:
        """dZ_1 ... dZ_L, per sample."""
        deltas = [self.cache[f"A{self.depth}"] - y]
        for layer in range(self.depth - 1, 0, -1):
            slope = np.greater(self.cache[f"Z{layer}"], 0.0)
            deltas.insert(0, (deltas[0] @ self.weights[layer].T) * slope)
        return deltas

    def backward(self, y: Array) -> dict[str, Array]:
        m = y.shape[0]
        grads: dict[str, Array] = {}
        for layer, dZ in enumerate(self._deltas(y), start=1):
            grads[f"dW{layer}"] = self.cache[f"A{layer - 1}"].T @ dZ / m
            grads[f"db{layer}"] = dZ.sum(axis=0, keepdims=True) / m
        return grads

    def update(self, grads: dict[str, Array], lr: float) -> None:
        for layer in range(self.depth):
            self.weights[layer] -= lr * grads[f"dW{layer + 1}"]
            self.biases[layer] -= lr * grads[f"db{layer + 1}"]
