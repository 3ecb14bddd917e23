"""The 1/m goes into the first error term once; everything after it is linear."""
from typing import Dict, List

import numpy as np

Array = np.ndarray


class NeuralNetworkBackprop:
    weights: List[Array]
    biases: List[Array]
    cache: Dict[str, Array]

    def __init__(self, layer_sizes: List[int], scale: float = 0.1, seed=None) -> None:
        rng = np.random.default_rng(seed)
        self.weights = []
        self.biases = []
        for fan_in, fan_out in zip(layer_sizes, layer_sizes[1:]):
            self.weights.append(scale * rng.standard_normal((fan_in, fan_out)))
            self.biases.append(np.zeros((1, fan_out)))
        self.cache = {}

    def forward(self, X: Array) -> Array:
        A = np.array(X, dtype=np.float64)
        self.cache = {"A0": A}
        last = len(self.weights)
        for l, (W, b) in enumerate(zip(self.weights, self.biases), start=1):
            Z = A.dot(W)
            Z += b
            A = Z.copy()
            if l == last:
                np.negative(A, out=A)
                np.clip(A, None, 700, out=A)
                np.exp(A, out=A)
                A += 1.0
                np.reciprocal(A, out=A)
            else:
                A[A < 0] = 0
            self.cache[f"Z{l}"], self.cache[f"A{l}"] = Z, A
        return (A > 0.5).astype(int)

    def backward(self, y: Array) -> Dict[str, Array]:
        l = len(self.weights)
        delta = (self.cache[f"A{l}"] - y) / len(y)
        grads: Dict[str, Array] = {}
        for l in range(l, 0, -1):
            grads[f"dW{l}"] = self.cache[f"A{l - 1}"].T.dot(delta)
            grads[f"db{l}"] = delta.sum(axis=0).reshape(1, -1)
            delta = delta.dot(self.weights[l - 1].T)
            if l > 1:
                delta *= self.cache[f"A{l - 1}"] > 0
        return grads

    def update(self, grads: Dict[str, Array], lr: float) -> None:
        for l, (W, b) in enumerate(zip(self.weights, self.biases), start=1):
            gW, gb = grads.pop(f"dW{l}"), grads.pop(f"db{l}")
            gW *= lr
            gb *= lr
            W -= gW
            b -= gb
