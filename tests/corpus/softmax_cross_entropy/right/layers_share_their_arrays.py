from __future__ import annotations
import numpy as np
from dataclasses import dataclass, field


def softmax(Z: np.ndarray) -> np.ndarray:
    shifted = Z - np.amax(Z, axis=-1)[:, np.newaxis]
    exps = np.exp(shifted)
    return np.divide(exps, np.sum(exps, axis=-1)[:, np.newaxis])


def cross_entropy(Y: np.ndarray, P: np.ndarray) -> float:
    eps = np.finfo(float).eps
    log_p = np.log(np.maximum(P, eps))
    per_row = -np.sum(np.multiply(Y, log_p), axis=-1)
    return float(np.average(per_row))


def softmax_backward(dP: np.ndarray, P: np.ndarray) -> np.ndarray:
    rows = []
    for g, p in zip(dP, P):
        J = np.diag(p) - np.outer(p, p)
        rows.append(J.T @ g)
    return np.stack(rows)


def softmax_cross_entropy_gradient(Y, Z):
    P = softmax(Z)
    m = Y.shape[0]
    # through the softmax with the derivative of the loss; the safe form of both together
    return (P - Y) * (1.0 / m)


def relu(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


def relu_derivative(z):
    d = np.zeros(np.shape(z))
    d[np.asarray(z) > 0] = 1
    return d


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    last: bool
    A_in: np.ndarray = field(default=None, repr=False)
    Z: np.ndarray = field(default=None, repr=False)

    def forward(self, A):
        self.A_in = A
        self.Z = A @ self.W + self.b
        return softmax(self.Z) if self.last else relu(self.Z)

    def grads(self, dZ, m):
        return self.A_in.T @ dZ / m, np.mean(dZ, axis=0, keepdims=True)

    def back(self, dZ, Z_before):
        return (dZ @ self.W.T) * relu_derivative(Z_before)


class SoftmaxNetwork:
    def __init__(self, layer_sizes: list[int]):
        n = len(layer_sizes) - 1
        self.layers = [
            Layer(np.random.normal(0, 0.1, (layer_sizes[i], layer_sizes[i + 1])), np.zeros((1, layer_sizes[i + 1])), i == n - 1)
            for i in range(n)
        ]
        self.weights = [layer.W for layer in self.layers]
        self.biases = [layer.b for layer in self.layers]
        self.cache = {}

    def forward(self, X):
        A = X
        self.cache["A0"] = X
        for i, layer in enumerate(self.layers, start=1):
            A = layer.forward(A)
            self.cache[f"Z{i}"], self.cache[f"A{i}"] = layer.Z, A
        self.output = A
        return A

    def backward(self, y):
        m = len(y)
        out = {}
        dZ = self.output - y
        for i in range(len(self.layers) - 1, -1, -1):
            out[f"dW{i+1}"], out[f"db{i+1}"] = self.layers[i].grads(dZ, m)
            if i:
                dZ = self.layers[i].back(dZ, self.layers[i - 1].Z)
        return out

    def update(self, grads, lr):
        for i, layer in enumerate(self.layers, start=1):
            layer.W -= lr * grads[f"dW{i}"]
            layer.b -= lr * grads[f"db{i}"]
