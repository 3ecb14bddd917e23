import numpy as np
from numpy import hstack, ones, vstack


class NeuralNetworkBackprop:
    """Each layer is ONE matrix [W; b]; a column of ones is added to the activations."""

    def __init__(self, layer_sizes):
        self._theta = []
        for p, q in zip(layer_sizes[:-1], layer_sizes[1:]):
            t = np.repeat(np.random.randn(p + 1, 1), q, axis=1)
            t[-1] = 0
            self._theta.append(t)
        self.weights = [t[:-1, :] for t in self._theta]
        self.biases = [t[-1:, :] for t in self._theta]
        self.cache = {}

    def forward(self, X):
        m = X.shape[0]
        self._ext = []
        self.cache.clear()
        self.cache['A0'] = a = X
        for l, t in enumerate(self._theta, 1):
            e = hstack([a, ones((m, 1))])
            self._ext.append(e)
            z = e @ t
            a = self._squash(z) if l == len(self._theta) else z.clip(min=0)
            self.cache['Z%d' % l], self.cache['A%d' % l] = z, a
        return a

    @staticmethod
    def _squash(z):
        e = np.exp(-abs(z))
        return np.where(z < 0, e, 1) / (1 + e)

    def backward(self, y):
        d = self.cache['A%d' % len(self._theta)] - y
        grads = {}
        for l in range(len(self._theta), 0, -1):
            G = self._ext[l - 1].T @ d / d.shape[0]
            grads['dW%d' % l], grads['db%d' % l] = G[:-1], G[-1:]
            if l > 1:
                d = (d @ self._theta[l - 1].T)[:, :-1] * np.sign(self.cache['A%d' % (l - 1)])
        return grads

    def update(self, grads, lr):
        for l, t in enumerate(self._theta, 1):
            t -= lr * vstack([grads['dW%d' % l], grads['db%d' % l]])
