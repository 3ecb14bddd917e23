from __future__ import annotations
from dataclasses import dataclass, field
import numpy as np
import numpy.typing as npt

Arr = npt.NDArray[np.float64]

def tanh(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)

def tanh_derivative(z):
    return 1 - tanh(z) ** 2

def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))


@dataclass
class TanhNetwork:
    layer_sizes: list[int]
    weights: list[Arr] = field(init=False)
    biases: list[Arr] = field(init=False)
    cache: dict[str, Arr] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        rng = np.random.default_rng()
        self.weights = [rng.normal(0.0, 1.0 / np.sqrt(i), (i, o)) for i, o in zip(self.layer_sizes, self.layer_sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in self.layer_sizes[1:]]

    @property
    def depth(self) -> int:
        return len(self.weights)

    def forward(self, X: Arr) -> Arr:
        self.cache = {"A0": np.asarray(X, dtype=np.float64)}
        for l in range(1, self.depth + 1):
            z = np.einsum("mi,ij->mj", self.cache[f"A{l-1}"], self.weights[l-1]) + self.biases[l-1]
            self.cache[f"Z{l}"] = z
            self.cache[f"A{l}"] = (sigmoid if l == self.depth else tanh)(z)
        return self.cache[f"A{self.depth}"]

    def backward(self, y: Arr) -> dict[str, Arr]:
        out: dict[str, Arr] = {}
        m = y.shape[0]
        dz = np.subtract(self.cache[f"A{self.depth}"], y)
        for l in reversed(range(1, self.depth + 1)):
            out[f"dW{l}"] = np.einsum("mi,mj->ij", self.cache[f"A{l-1}"], dz) / m
            out[f"db{l}"] = np.einsum("mj->j", dz)[None] / m
            if l == 1:
                break
            da = np.einsum("mj,ij->mi", dz, self.weights[l-1])
            dz = da * tanh_derivative(self.cache[f"Z{l-1}"])
        return out

    def update(self, grads: dict[str, Arr], lr: float) -> None:
        for l, (w, b) in enumerate(zip(self.weights, self.biases), 1):
            w -= lr * grads[f"dW{l}"]
            b -= lr * grads[f"db{l}"]
