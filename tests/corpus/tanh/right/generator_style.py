import numpy as np
from math import tanh as scalar_tanh

_vector_tanh = np.frompyfunc(scalar_tanh, 1, 1)


def tanh(z):
    return _vector_tanh(z).astype(float)


def tanh_derivative(z):
    t = tanh(z)
    return 1 - t ** 2


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.weights, self.biases, self.cache = [], [], {}
        previous = None
        for size in layer_sizes:
            if previous is not None:
                W = np.random.random((previous, size))
                self.weights.append(W - W.mean() if W.size > 1 else W - 0.5)
                self.biases.append(np.zeros((1, size)))
            previous = size

    def _layers(self):
        """(number, weights, bias, is it the last one?)"""
        for i, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            yield i, W, b, i == len(self.weights)

    def forward(self, X):
        A = self.cache['A0'] = np.array(X, dtype=float)
        for i, W, b, last in self._layers():
            Z = self.cache[f'Z{i}'] = A @ W + b
            A = self.cache[f'A{i}'] = (tanh(Z / 2) + 1) / 2 if last else tanh(Z)
        return A

    def backward(self, y):
        return dict(self._gradients(y))

    def _gradients(self, y):
        for i, W, b, last in reversed(list(self._layers())):
            if last:
                delta = self.cache[f'A{i}'] - y
            else:
                delta = signal * tanh_derivative(self.cache[f'Z{i}'])
            yield f'dW{i}', self.cache[f'A{i - 1}'].T @ delta / len(y)
            yield f'db{i}', delta.mean(axis=0, keepdims=True)
            signal = delta @ W.T

    def update(self, grads, lr):
        for i, W, b, last in self._layers():
            W -= lr * grads[f'dW{i}']
            b -= lr * grads[f'db{i}']
