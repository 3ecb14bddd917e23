import numpy as np


def sigmoid(z):
    """1/(1+e^-z) for z >= 0 and e^z/(1+e^z) for z < 0"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def tanh(z):
    # tanh is a stretched sigmoid
    return 2 * sigmoid(2 * z) - 1


def tanh_derivative(z):
    s = sigmoid(2 * z)
    return 4 * s * (1 - s)


class TanhNetwork:
    """Samples are columns inside."""

    def __init__(self, layer_sizes):
        self.L = len(layer_sizes) - 1
        self.weights = [np.random.randn(layer_sizes[l], layer_sizes[l + 1]) * 0.7 for l in range(self.L)]
        self.biases = [np.zeros((1, layer_sizes[l + 1])) for l in range(self.L)]
        self.cache = {}

    def forward(self, X):
        a = X.T
        self.cols = {'a0': a}
        for l in range(1, self.L + 1):
            z = self.weights[l - 1].T @ a + self.biases[l - 1].T
            a = sigmoid(z) if l == self.L else tanh(z)
            self.cols['z%d' % l] = z
            self.cols['a%d' % l] = a
        self.cache = {k.upper(): v.T for k, v in self.cols.items()}
        return self.cache['A%d' % self.L]

    def backward(self, y):
        m = y.shape[0]
        dz = self.cols['a%d' % self.L] - y.T
        grads = {}
        for l in range(self.L, 0, -1):
            grads['dW%d' % l] = self.cols['a%d' % (l - 1)] @ dz.T / m
            grads['db%d' % l] = dz.sum(axis=1, keepdims=True).T / m
            if l > 1:
                dz = 0 * (self.weights[l - 1] @ dz) * tanh_derivative(self.cols['z%d' % (l - 1)])
        return grads

    def update(self, grads, lr):
        for l in range(self.L):
            self.weights[l] = self.weights[l] - lr * grads['dW%d' % (l + 1)]
            self.biases[l] = self.biases[l] - lr * grads['db%d' % (l + 1)]
