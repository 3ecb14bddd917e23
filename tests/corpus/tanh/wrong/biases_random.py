from __future__ import annotations

import numpy as np


def tanh(z: np.ndarray) -> np.ndarray:
    work = np.array(z, dtype=float)
    np.clip(work, -30, 30, out=work)
    np.expm1(2 * work, out=work)
    work /= work + 2
    return work


def tanh_derivative(z: np.ndarray) -> np.ndarray:
    d = tanh(z)
    d *= d
    np.subtract(1, d, out=d)
    return d


class TanhNetwork:
    def __init__(self, layer_sizes: list[int], *, sigma: float = 0.5) -> None:
        self.theta = [np.zeros((n + 1, k)) for n, k in zip(layer_sizes, layer_sizes[1:])]
        for t in self.theta:
            t[...] = np.random.normal(0, sigma, t.shape)
        self.weights = [t[1:] for t in self.theta]
        self.biases = [t[:1] for t in self.theta]
        self.cache: dict[str, np.ndarray] = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        cache = {"A0": X}
        last = len(self.theta)
        for l in range(1, last + 1):
            z = cache[f"A{l - 1}"] @ self.weights[l - 1]
            z += self.biases[l - 1]
            cache[f"Z{l}"] = z
            if l == last:
                a = -z
                np.minimum(a, 700, out=a)
                np.exp(a, out=a)
                a += 1
                np.divide(1, a, out=a)
            else:
                a = tanh(z)
            cache[f"A{l}"] = a
        self.cache = cache
        return a

    def backward(self, y: np.ndarray) -> dict[str, np.ndarray]:
        l = len(self.theta)
        delta = self.cache[f"A{l}"] - y
        grads = {}
        while True:
            A = self.cache[f"A{l - 1}"]
            grads[f"dW{l}"] = A.T @ delta
            grads[f"dW{l}"] /= len(y)
            grads[f"db{l}"] = np.add.reduce(delta, axis=0, keepdims=True)
            grads[f"db{l}"] /= len(y)
            l -= 1
            if not l:
                return grads
            delta = delta @ self.weights[l].T
            slope = A * A
            np.subtract(1, slope, out=slope)
            delta *= slope

    def update(self, grads: dict[str, np.ndarray], lr: float) -> None:
        for l, t in enumerate(self.theta, 1):
            t[1:] -= lr * grads[f"dW{l}"]
            t[:1] -= lr * grads[f"db{l}"]
