"""lists of lists inside, numpy only at the door"""
import math
import random

import numpy as np


def matmul(P, Q):
    return [[sum(p * q for p, q in zip(row, col)) for col in zip(*Q)] for row in P]


def transpose(P):
    return [list(col) for col in zip(*P)]


def add_row(P, b):
    return [[v + w for v, w in zip(row, b)] for row in P]


def each(f, P):
    return [[f(v) for v in row] for row in P]


def hadamard(P, Q):
    return [[v * w for v, w in zip(r, s)] for r, s in zip(P, Q)]


def relu(v):
    return v if v > 0 else 0.0


def step(v):
    return 1.0 if v > 0 else 0.0


def sigmoid(v):
    if v < 0:
        return 1.0 - sigmoid(-v)
    return 1.0 / (1.0 + math.exp(-v))


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        for a, b in zip(layer_sizes, layer_sizes[1:]):
            self.weights.append(np.array([[random.uniform(-0.7, 0.7) for _ in range(b)] for _ in range(a)]))
            self.biases.append(np.array([[0.0] * b]))
        self.cache = {}

    def forward(self, X):
        A = [[float(v) for v in row] for row in X]
        self._lists = {'A0': A}
        for l in (1, 2, 3):
            Z = add_row(matmul(A, self.weights[l - 1].tolist()), self.biases[l - 1].tolist()[0])
            A = each(sigmoid if l == 3 else relu, Z)
            self._lists['Z%d' % l] = Z
            self._lists['A%d' % l] = A
        self.cache = {k: np.array(v) for k, v in self._lists.items()}
        return self.cache['A3']

    def backward(self, y):
        m = len(y)
        c = self._lists
        g = {}
        dZ = [[a - float(t) for a, t in zip(r, s)] for r, s in zip(c['A3'], y)]
        for l in (3, 2, 1):
            g['dZ%d' % l] = dZ
            g['dW%d' % l] = each(lambda v: v / m, matmul(transpose(c['A%d' % (l - 1)]), dZ))
            g['db%d' % l] = [[sum(col) / m for col in zip(*dZ)]]
            if l > 1:
                dA = matmul(dZ, transpose(self.weights[l - 1].tolist()))
                g['dA%d' % (l - 1)] = dA
                dZ = hadamard(dA, each(step, c['Z%d' % (l - 1)]))
        return {k: np.array(v) for k, v in g.items()}

    def update(self, grads, lr):
        for l in range(3):
            for i, row in enumerate(grads['dW%d' % (l + 1)]):
                for j, v in enumerate(row):
                    self.weights[l][i, j] -= lr * v
            for j, v in enumerate(grads['db%d' % (l + 1)][0]):
                self.biases[l][0, j] -= lr * v
