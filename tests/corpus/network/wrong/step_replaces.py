import numpy as np
from functools import reduce

relu = lambda z: np.where(z > 0, z, 0.0)
heaviside = lambda z: np.heaviside(z, 0.0)
logistic = lambda z: 0.5 * (1.0 + np.tanh(0.5 * z))


def affine(a, theta):
    w, b = theta
    return np.einsum('si,ij->sj', a, w) + b


def pull_back(delta, w, z):
    """error of the layer before"""
    return np.einsum('sj,ij,si->si', delta, w, heaviside(z))


class NeuralNetworkBackprop:

    def __init__(self, layer_sizes):
        rng = np.random.default_rng()
        shapes = list(zip(layer_sizes, layer_sizes[1:]))
        self.weights = [rng.normal(0.0, np.sqrt(2.0 / n), (n, k)) for n, k in shapes]
        self.biases = [np.zeros((1, k)) for _, k in shapes]
        self.cache = {}

    @property
    def depth(self):
        return len(self.weights)

    def _step(self, cache, l):
        z = affine(cache[f'A{l - 1}'], (self.weights[l - 1], self.biases[l - 1]))
        act = logistic if l == self.depth else relu
        return {**cache, f'Z{l}': z, f'A{l}': act(z)}

    def forward(self, X):
        self.cache = reduce(self._step, range(1, self.depth + 1), {'A0': np.asarray(X)})
        return self.cache[f'A{self.depth}']

    def backward(self, y):
        c, L = self.cache, self.depth
        deltas = {L: c[f'A{L}'] - y}
        for l in reversed(range(1, L)):
            deltas[l] = pull_back(deltas[l + 1], self.weights[l], c[f'Z{l}'])
        m = len(y)
        dW = {f'dW{l}': np.einsum('si,sj->ij', c[f'A{l - 1}'], d) / m for l, d in deltas.items()}
        db = {f'db{l}': np.einsum('sj->j', d)[None, :] / m for l, d in deltas.items()}
        return {**dW, **db}

    def update(self, grads, lr):
        self.weights = [-lr * grads[f'dW{l}'] for l, w in enumerate(self.weights, 1)]
        self.biases = [b - lr * grads[f'db{l}'] for l, b in enumerate(self.biases, 1)]
