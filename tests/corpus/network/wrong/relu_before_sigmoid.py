import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, sizes):
        self.weights, self.biases, self.cache = [], [], {}
        self._grow(sizes)

    def _grow(self, sizes):
        if len(sizes) > 1:
            self.weights += [np.random.standard_normal((sizes[0], sizes[1])) * sizes[0] ** -0.5]
            self.biases += [np.zeros([1, sizes[1]])]
            self._grow(sizes[1:])

    def forward(self, X, l=0):
        self.cache['A%d' % l] = X
        if l == len(self.weights):
            return X
        Z = self.cache['Z%d' % (l + 1)] = X @ self.weights[l] + self.biases[l]
        if l + 1 == len(self.weights):
            return self.forward(1 / (1 + np.exp(np.minimum(-np.maximum(Z, 0), 600))), l + 1)
        return self.forward(Z * (Z > 0), l + 1)

    def backward(self, y):
        L = len(self.weights)
        return self._back(self.cache['A%d' % L] - y, L)

    def _back(self, delta, l):
        if l == 0:
            return {}
        A = self.cache['A%d' % (l - 1)]
        g = {'dW%d' % l: np.tensordot(A, delta, axes=(0, 0)) / len(A),
             'db%d' % l: np.ones((1, len(A))) @ delta / len(A)}
        if l > 1:
            delta = delta @ self.weights[l - 1].transpose() * (self.cache['Z%d' % (l - 1)] > 0)
        g.update(self._back(delta, l - 1))
        return g

    def update(self, grads, lr):
        for key, g in grads.items():
            if key.startswith('dW'):
                self.weights[int(key[2:]) - 1] -= lr * g
            elif key.startswith('db'):
                self.biases[int(key[2:]) - 1] -= lr * g
