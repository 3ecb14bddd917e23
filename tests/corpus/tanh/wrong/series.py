import numpy as np


def tanh(z):
    # Taylor series
    return z - z ** 3 / 3 + 2 * z ** 5 / 15


def tanh_derivative(z):
    return 1 / np.cosh(np.clip(z, -100, 100)) ** 2


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) * 0.5 for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        L = len(self.weights)
        self.cache = {'A0': X}
        for l in range(1, L + 1):
            Z = self.cache[f'A{l-1}'] @ self.weights[l-1] + self.biases[l-1]
            self.cache[f'Z{l}'] = Z
            self.cache[f'A{l}'] = np.tanh(Z) if l < L else 1 / (1 + np.exp(-Z))
        return self.cache[f'A{L}']

    def backward(self, y):
        L = len(self.weights)
        dZ = self.cache[f'A{L}'] - y
        grads = {}
        for l in range(L, 0, -1):
            grads[f'dW{l}'] = self.cache[f'A{l-1}'].T @ dZ / len(y)
            grads[f'db{l}'] = dZ.mean(axis=0, keepdims=True)
            if l > 1:
                dZ = (dZ @ self.weights[l-1].T) * tanh_derivative(self.cache[f'Z{l-1}'])
        return grads

    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            self.weights[l-1] -= lr * grads[f'dW{l}']
            self.biases[l-1] -= lr * grads[f'db{l}']
