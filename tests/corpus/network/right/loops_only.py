# no vectorisation on purpose, I wanted to see every index of the chain rule
import math
import random

import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.sizes = list(layer_sizes)
        self.weights, self.biases = [], []
        for n_in, n_out in zip(self.sizes[:-1], self.sizes[1:]):
            W = [[random.gauss(0, 1) / math.sqrt(n_in) for _ in range(n_out)] for _ in range(n_in)]
            self.weights.append(np.array(W))
            self.biases.append(np.zeros((1, n_out)))
        self.cache = {}

    def forward(self, X):
        L = len(self.weights)
        rows = [[float(v) for v in row] for row in X]
        cache = {'A0': np.array(rows)}
        for l in range(1, L + 1):
            W, b = self.weights[l - 1], self.biases[l - 1]
            Z, A = [], []
            for row in rows:
                z_row, a_row = [], []
                for j in range(W.shape[1]):
                    z = b[0][j]
                    for i in range(W.shape[0]):
                        z += row[i] * W[i][j]
                    if l < L:
                        a = z if z > 0 else 0.0
                    elif z >= 0:
                        a = 1 / (1 + math.exp(-z))
                    else:
                        e = math.exp(z)
                        a = e / (1 + e)
                    z_row.append(z)
                    a_row.append(a)
                Z.append(z_row)
                A.append(a_row)
            cache['Z%d' % l] = np.array(Z)
            cache['A%d' % l] = np.array(A)
            rows = A
        self.cache = cache
        return cache['A%d' % L]

    def backward(self, y):
        L = len(self.weights)
        m = len(y)
        grads = {}
        delta = []
        for s in range(m):
            delta.append([self.cache['A%d' % L][s][k] - y[s][k] for k in range(self.sizes[-1])])
        for l in range(L, 0, -1):
            n_in, n_out = self.sizes[l - 1], self.sizes[l]
            A_prev = self.cache['A%d' % (l - 1)]
            dW = [[0.0] * n_out for _ in range(n_in)]
            db = [0.0] * n_out
            for s in range(m):
                for j in range(n_out):
                    db[j] += delta[s][j] / m
                    for i in range(n_in):
                        dW[i][j] += A_prev[s][i] * delta[s][j] / m
            grads['dW%d' % l] = np.array(dW)
            grads['db%d' % l] = np.array([db])
            if l == 1:
                break
            W = self.weights[l - 1]
            Z_prev = self.cache['Z%d' % (l - 1)]
            new_delta = []
            for s in range(m):
                row = []
                for i in range(n_in):
                    total = 0.0
                    for j in range(n_out):
                        total += delta[s][j] * W[i][j]
                    row.append(total if Z_prev[s][i] > 0 else 0.0)
                new_delta.append(row)
            delta = new_delta
        return grads

    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            W, b = self.weights[l - 1], self.biases[l - 1]
            for j in range(W.shape[1]):
                for i in range(W.shape[0]):
                    W[i, j] -= lr * grads['dW%d' % l][i][j]
                b[0, j] -= lr * grads['db%d' % l][0][j]
