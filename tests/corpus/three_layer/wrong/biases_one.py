from __future__ import annotations

import numpy as np


class Parameters:
    """One block of memory per network; W(l) and b(l) are views."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes = sizes
        self.block = [np.empty((n + 1, k)) for n, k in zip(sizes, sizes[1:])]
        for part in self.block:
            part[:-1] = np.random.randn(part.shape[0] - 1, part.shape[1]) * 0.4
            part[-1] = 1.0

    def W(self, l: int) -> np.ndarray:
        return self.block[l - 1][:-1]

    def b(self, l: int) -> np.ndarray:
        return self.block[l - 1][-1:]


class ThreeLayerNetwork:
    L = 3

    def __init__(self, layer_sizes: list[int]) -> None:
        self._p = Parameters(layer_sizes)
        self._z: list[np.ndarray] = []
        self._a: list[np.ndarray] = []

    weights = property(lambda self: [self._p.W(l) for l in (1, 2, 3)])
    biases = property(lambda self: [self._p.b(l) for l in (1, 2, 3)])

    @property
    def cache(self) -> dict[str, np.ndarray]:
        named = {f"A{i}": a for i, a in enumerate(self._a)}
        named |= {f"Z{i}": z for i, z in enumerate(self._z, 1)}
        return named

    def forward(self, X: np.ndarray) -> np.ndarray:
        self._a, self._z = [X], []
        for l in range(1, self.L + 1):
            self._z.append(self._a[-1] @ self._p.W(l) + self._p.b(l))
            self._a.append(self._squash(self._z[-1]) if l == self.L else np.fmax(self._z[-1], 0))
        return self._a[-1]

    @staticmethod
    def _squash(z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z.clip(-40, 40)))

    def backward(self, y: np.ndarray) -> dict[str, np.ndarray]:
        grads: dict[str, np.ndarray] = {}
        error = self._a[3] - y
        for l in (3, 2, 1):
            grads[f"dZ{l}"] = error
            grads[f"dW{l}"] = self._a[l - 1].T @ error / error.shape[0]
            grads[f"db{l}"] = np.average(error, axis=0)[None]
            if l > 1:
                grads[f"dA{l - 1}"] = error @ self._p.W(l).T
                error = np.where(self._z[l - 2] > 0, grads[f"dA{l - 1}"], 0)
        return grads

    def update(self, grads: dict[str, np.ndarray], lr: float) -> None:
        for l in (1, 2, 3):
            W, b = self._p.W(l), self._p.b(l)
            W -= lr * grads[f"dW{l}"]
            b -= lr * grads[f"db{l}"]
