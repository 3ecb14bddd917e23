"""Parameters are double, the arithmetic of the gradients is single precision."""
import numpy as np


def f32(a):
    return np.asarray(a, dtype='float32')


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        sizes = list(layer_sizes)
        self.weights = [np.random.uniform(-0.5, 0.5, size=(sizes[i], sizes[i + 1])) for i in range(3)]
        self.biases = [np.zeros((1, sizes[i + 1])) for i in range(3)]
        self.cache = {}

    def forward(self, X):
        A = np.asarray(X, dtype=float)
        self.cache = {'A0': A}
        for i in range(3):
            Z = A @ self.weights[i] + self.biases[i]
            if i < 2:
                A = np.where(Z < 0, 0, Z)
            else:
                A = np.reciprocal(1 + np.exp(-np.clip(Z, -600, 600)))
            self.cache['Z%d' % (i + 1)] = Z
            self.cache['A%d' % (i + 1)] = A
        return A

    def backward(self, y):
        c = {k: f32(v) for k, v in self.cache.items()}
        W = [f32(w) for w in self.weights]
        m = np.float32(len(y))
        g = {}
        dz = c['A3'] - f32(y)
        for i in (3, 2, 1):
            g['dZ%d' % i] = dz
            g['dW%d' % i] = c['A%d' % (i - 1)].T @ dz / m
            g['db%d' % i] = dz.sum(axis=0, keepdims=True, dtype='float32') / m
            if i > 1:
                g['dA%d' % (i - 1)] = dz @ W[i - 1].T
                dz = g['dA%d' % (i - 1)] * (c['Z%d' % (i - 1)] > 0)
        return g

    def update(self, grads, lr):
        lr = lr / len(self.cache['A0']) if self.cache else lr
        for i in range(3):
            self.weights[i] -= lr * grads['dW%d' % (i + 1)]
            self.biases[i] -= lr * grads['db%d' % (i + 1)]
