from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.floating]


@dataclass
class Layer:
    weight: Matrix
    bias: Matrix
    is_output: bool
    a_in: Matrix | None = field(default=None, repr=False)
    z: Matrix | None = field(default=None, repr=False)
    a_out: Matrix | None = field(default=None, repr=False)

    @classmethod
    def random(cls, n: int, k: int, is_output: bool) -> Layer:
        return cls(np.random.randn(n, k) * 0.5, np.zeros((1, k)), is_output)

    def push(self, a: Matrix) -> Matrix:
        self.a_in, self.z = a, a @ self.weight + self.bias
        if self.is_output:
            half = self.z / 2
            self.a_out = (np.tanh(half) + 1) / 2
        else:
            self.a_out = np.fmax(self.z, 0)
        return self.a_out

    def slope(self) -> Matrix:
        return 1 * (self.z > 0)


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes: list[int]) -> None:
        count = len(layer_sizes) - 1
        self.layers = [
            Layer.random(layer_sizes[i], layer_sizes[i + 1], i == count - 1) for i in range(count)
        ]
        self.weights = [layer.weight for layer in self.layers]
        self.biases = [layer.bias for layer in self.layers]

    @property
    def cache(self) -> dict[str, Matrix]:
        found = {"A0": self.layers[0].a_in}
        for i, layer in enumerate(self.layers, 1):
            found[f"Z{i}"] = layer.z
            found[f"A{i}"] = layer.a_out
        return found

    def forward(self, X: Matrix) -> Matrix:
        for layer in self.layers:
            X = layer.push(X)
        return X

    def backward(self, y: Matrix) -> dict[str, Matrix]:
        result: dict[str, Matrix] = {}
        dz = np.squeeze(self.layers[-1].a_out - y)
        dz = dz.reshape(-1, self.layers[-1].bias.shape[1]) if dz.ndim == 2 else dz.reshape(-1, 1)
        for i in range(len(self.layers), 0, -1):
            layer = self.layers[i - 1]
            result[f"dW{i}"] = np.mean(layer.a_in[:, :, None] * dz[:, None, :], axis=0)
            result[f"db{i}"] = np.mean(dz, axis=0, keepdims=True)
            if i > 1:
                dz = dz @ layer.weight.T * self.layers[i - 2].slope()
        return result

    def update(self, grads: dict[str, Matrix], lr: float) -> None:
        for i, layer in enumerate(self.layers, 1):
            layer.weight[...] -= lr * grads[f"dW{i}"]
            layer.bias[...] -= lr * grads[f"db{i}"]
