import numpy as np


def start(sizes, made={}):
    key = tuple(sizes)
    if key not in made:
        made[key] = ([np.random.randn(a, b) * 0.5 for a, b in zip(sizes, sizes[1:])],
                     [np.zeros((1, b)) for b in sizes[1:]])
    return made[key]


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.weights, self.biases = start(layer_sizes)
        self.cache = {}

    def forward(self, X):
        W, b = self.weights, self.biases
        c = {'A0': X}
        c['Z1'] = c['A0'] @ W[0] + b[0]
        c['A1'] = np.maximum(c['Z1'], 0)
        c['Z2'] = c['A1'] @ W[1] + b[1]
        c['A2'] = np.maximum(c['Z2'], 0)
        c['Z3'] = c['A2'] @ W[2] + b[2]
        c['A3'] = 1 / (1 + np.exp(-c['Z3']))
        self.cache = c
        return c['A3']

    def backward(self, y):
        W, c, m = self.weights, self.cache, len(y)
        dZ3 = c['A3'] - y
        dA2 = dZ3 @ W[2].T
        dZ2 = dA2 * (c['Z2'] > 0)
        dA1 = dZ2 @ W[1].T
        dZ1 = dA1 * (c['Z1'] > 0)
        g = {'dZ3': dZ3, 'dA2': dA2, 'dZ2': dZ2, 'dA1': dA1, 'dZ1': dZ1}
        for l, dZ in ((1, dZ1), (2, dZ2), (3, dZ3)):
            g['dW%d' % l] = c['A%d' % (l - 1)].T @ dZ / m
            g['db%d' % l] = dZ.sum(axis=0, keepdims=True) / m
        return g

    def update(self, grads, lr):
        for l in (1, 2, 3):
            self.weights[l - 1] -= lr * grads['dW%d' % l]
            self.biases[l - 1] -= lr * grads['db%d' % l]
