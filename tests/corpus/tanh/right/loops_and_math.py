import math
import random

import numpy as np


def _tanh(v):
    if v > 20:
        return 1.0
    if v < -20:
        return -1.0
    p, q = math.exp(v), math.exp(-v)
    return (p - q) / (p + q)


def _elementwise(f, z):
    z = np.asarray(z)
    out = np.zeros(z.shape, dtype=float)
    flat = out.reshape(-1)
    for i, v in enumerate(z.ravel().tolist()):
        flat[i] = f(v)
    return out


def tanh(z):
    return _elementwise(_tanh, z)


def tanh_derivative(z):
    return _elementwise(lambda v: 1 - _tanh(v) ** 2, z)


def _sigmoid(v):
    return 0.5 * (1 + _tanh(v / 2))


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.sizes = list(layer_sizes)
        self.weights = []
        self.biases = []
        for a, b in zip(self.sizes, self.sizes[1:]):
            W = np.zeros((a, b))
            for i in range(a):
                for j in range(b):
                    W[i, j] = random.uniform(-1, 1)
            self.weights.append(W)
            self.biases.append(np.zeros((1, b)))
        self.cache = {}

    def forward(self, X):
        L = len(self.weights)
        m = X.shape[0]
        self.cache = {'A0': X}
        A = X
        for l in range(L):
            Z = np.zeros((m, self.sizes[l + 1]))
            out = np.zeros((m, self.sizes[l + 1]))
            for s in range(m):
                for j in range(self.sizes[l + 1]):
                    total = self.biases[l][0, j]
                    for i in range(self.sizes[l]):
                        total += A[s, i] * self.weights[l][i, j]
                    Z[s, j] = total
                    out[s, j] = _tanh(total) if l < L - 1 else _sigmoid(total)
            A = out
            self.cache['Z' + str(l + 1)] = Z
            self.cache['A' + str(l + 1)] = A
        return A

    def backward(self, y):
        L = len(self.weights)
        m = y.shape[0]
        grads = {}
        for l in range(L):
            grads['dW' + str(l + 1)] = np.zeros((self.sizes[l], self.sizes[l + 1]))
            grads['db' + str(l + 1)] = np.zeros((1, self.sizes[l + 1]))
        for s in range(m):
            delta = [self.cache['A' + str(L)][s, k] - y[s, k] for k in range(self.sizes[-1])]
            for l in range(L - 1, -1, -1):
                for j in range(self.sizes[l + 1]):
                    grads['db' + str(l + 1)][0, j] += delta[j] / m
                    for i in range(self.sizes[l]):
                        grads['dW' + str(l + 1)][i, j] += self.cache['A' + str(l)][s, i] * delta[j] / m
                if l > 0:
                    before = []
                    for i in range(self.sizes[l]):
                        back = sum(delta[j] * self.weights[l][i, j] for j in range(self.sizes[l + 1]))
                        before.append(back * (1 - _tanh(self.cache['Z' + str(l)][s, i]) ** 2))
                    delta = before
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            for i in range(self.sizes[l]):
                for j in range(self.sizes[l + 1]):
                    self.weights[l][i, j] -= lr * grads['dW' + str(l + 1)][i, j]
            for j in range(self.sizes[l + 1]):
                self.biases[l][0, j] -= lr * grads['db' + str(l + 1)][0, j]
