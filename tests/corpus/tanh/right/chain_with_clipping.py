import numpy as np


def tanh(z):
    with np.errstate(over='ignore'):
        return 1 - 2 / (np.exp(2.0 * z) + 1)


def tanh_derivative(z):
    return 1.0 - tanh(z) ** 2


def sigmoid(z):
    with np.errstate(over='ignore'):
        return 1 / (1 + np.exp(-z))


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.depth = len(layer_sizes) - 1
        self.weights = [np.random.randn(*layer_sizes[l:l + 2]) * 0.5 for l in range(self.depth)]
        self.biases = [np.zeros((1, layer_sizes[l + 1])) for l in range(self.depth)]
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': X}
        for l in range(self.depth):
            z = self.cache['A%d' % l] @ self.weights[l] + self.biases[l]
            self.cache['Z%d' % (l + 1)] = z
            if l == self.depth - 1:
                self.cache['A%d' % (l + 1)] = np.clip(sigmoid(z), 1e-8, 1 - 1e-8)
            else:
                self.cache['A%d' % (l + 1)] = tanh(z)
        return self.cache['A%d' % self.depth]

    def backward(self, y):
        a = self.cache['A%d' % self.depth]
        m = y.shape[0]
        dA = (1 - y) / (1 - a) - y / a
        local = a * (1 - a)
        grads = {}
        for l in range(self.depth, 0, -1):
            dZ = dA * local
            grads['dW%d' % l] = self.cache['A%d' % (l - 1)].T @ dZ / m
            grads['db%d' % l] = dZ.sum(0)[None, :] / m
            dA = dZ @ self.weights[l - 1].T
            local = 1 - self.cache['A%d' % (l - 1)] ** 2 if l > 1 else None
        return grads

    def update(self, grads, lr):
        for l in range(self.depth):
            self.weights[l] -= lr * grads.pop('dW%d' % (l + 1))
            self.biases[l] -= lr * grads.pop('db%d' % (l + 1))
