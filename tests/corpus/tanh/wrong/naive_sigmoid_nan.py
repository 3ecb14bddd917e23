import numpy as np


def tanh(z):
    """(1 - e^{-2|z|}) / (1 + e^{-2|z|}) with the sign of z: the exponent is never positive"""
    e = np.exp(-2.0 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def tanh_derivative(z):
    # 4 e^{-2|z|} / (1 + e^{-2|z|})^2
    e = np.exp(-2.0 * np.abs(z))
    return 4 * e / (1 + e) ** 2


def sigmoid(z):
    return np.exp(z) / (np.exp(z) + 1)


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.n = len(layer_sizes)
        self.weights = [np.random.randn(a, b) / np.sqrt(a) for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        c = {'A0': X}
        for k in range(1, self.n):
            c['Z%d' % k] = np.dot(c['A%d' % (k - 1)], self.weights[k - 1]) + self.biases[k - 1]
            c['A%d' % k] = (sigmoid if k == self.n - 1 else tanh)(c['Z%d' % k])
        self.cache = c
        return c['A%d' % (self.n - 1)]

    def backward(self, y):
        # uses tanh' = 1 - a^2, the activations are at hand
        c, m, k = self.cache, len(y), self.n - 1
        grads = {}
        delta = c['A%d' % k] - y
        while k:
            grads['dW%d' % k] = np.dot(c['A%d' % (k - 1)].T, delta) / m
            grads['db%d' % k] = delta.sum(axis=0, keepdims=True) / m
            k -= 1
            if k:
                delta = np.dot(delta, self.weights[k].T) * (1 - c['A%d' % k] ** 2)
        return grads

    def update(self, grads, lr):
        for k in range(1, self.n):
            self.weights[k - 1] = self.weights[k - 1] - lr * grads['dW%d' % k]
            self.biases[k - 1] = self.biases[k - 1] - lr * grads['db%d' % k]
