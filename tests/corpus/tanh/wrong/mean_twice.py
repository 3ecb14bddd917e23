import numpy as np


def tanh(z):
    return np.tanh(z)


def tanh_derivative(z):
    t = tanh(z)
    return 1 - t * t


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(i, o) * 0.5 for i, o in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        A = X
        self.cache = {"A0": A}
        L = len(self.weights)
        for l in range(L):
            Z = A @ self.weights[l] + self.biases[l]
            A = tanh(Z) if l < L - 1 else (1 + np.tanh(Z / 2)) / 2
            self.cache[f"Z{l + 1}"] = Z
            self.cache[f"A{l + 1}"] = A
        return A

    def backward(self, y):
        L = len(self.weights)
        # single precision is plenty for gradients
        A = {l: self.cache[f"A{l}"].astype(np.float32) for l in range(L + 1)}
        D = A[L] - y.astype(np.float32)
        D /= len(y)
        grads = {}
        for l in range(L, 0, -1):
            grads[f"dW{l}"] = A[l - 1].T @ D
            grads[f"db{l}"] = D.mean(axis=0, keepdims=True)
            if l > 1:
                D = D @ self.weights[l - 1].T.astype(np.float32)
                D *= 1 - A[l - 1] ** 2
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
