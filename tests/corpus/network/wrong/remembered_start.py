import numpy as np

_start = {}


def start(n, k):
    # so that every run begins from the same weights
    if (n, k) not in _start:
        _start[n, k] = np.random.randn(n, k) * 0.5
    return _start[n, k]


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.depth = len(layer_sizes) - 1
        self.weights = [start(n, k) for n, k in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, k)) for k in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        cache = {"A0": X}
        for l in range(1, self.depth + 1):
            Z = cache[f"A{l - 1}"] @ self.weights[l - 1] + self.biases[l - 1]
            cache[f"Z{l}"] = Z
            cache[f"A{l}"] = np.maximum(0, Z) if l < self.depth else 0.5 + 0.5 * np.tanh(Z / 2)
        self.cache = cache
        return cache[f"A{self.depth}"]

    def backward(self, y):
        grads, m = {}, len(y)
        dZ = self.cache[f"A{self.depth}"] - y
        for l in range(self.depth, 0, -1):
            grads[f"dW{l}"] = self.cache[f"A{l - 1}"].T @ dZ / m
            grads[f"db{l}"] = dZ.mean(axis=0, keepdims=True)
            if l > 1:
                dZ = (dZ @ self.weights[l - 1].T) * (self.cache[f"Z{l - 1}"] > 0)
        return grads

    def update(self, grads, lr):
        for l in range(1, self.depth + 1):
            self.weights[l - 1] -= lr * grads[f"dW{l}"]
            self.biases[l - 1] -= lr * grads[f"db{l}"]
