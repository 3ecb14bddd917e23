import math
import random
import numpy as np


def _softmax_row(row):
    top = max(row)
    e = [math.exp(v - top) for v in row]
    s = sum(e)
    return [v / s for v in e]


def softmax(Z):
    return np.array([_softmax_row([float(v) for v in row]) for row in Z])


def cross_entropy(Y, P):
    total = 0.0
    for y_row, p_row in zip(Y, P):
        for y, p in zip(y_row, p_row):
            total -= y * math.log(p)
    return total / len(Y)


def softmax_backward(dP, P):
    rows, k = P.shape
    dZ = np.zeros((rows, k))
    for r in range(rows):
        for i in range(k):
            for j in range(k):
                jac = P[r, j] * ((1.0 if i == j else 0.0) - P[r, i])
                dZ[r, i] += dP[r, j] * jac
    return dZ


def softmax_cross_entropy_gradient(Y, Z):
    m = len(Z)
    P = softmax(Z)
    G = np.zeros(P.shape)
    for r in range(m):
        for j in range(P.shape[1]):
            G[r, j] = (P[r, j] - Y[r, j]) / m
    return G


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.sizes = list(layer_sizes)
        self.weights, self.biases, self.cache = [], [], {}
        for n_in, n_out in zip(self.sizes[:-1], self.sizes[1:]):
            W = [[random.gauss(0.0, 0.7) for _ in range(n_out)] for _ in range(n_in)]
            self.weights.append(np.array(W))
            self.biases.append(np.array([[0.0] * n_out]))

    def forward(self, X):
        L = len(self.weights)
        self.cache = {'A0': X}
        A = [[float(v) for v in row] for row in X]
        for l in range(L):
            W, b = self.weights[l].tolist(), self.biases[l].tolist()[0]
            Z = []
            for row in A:
                Z.append([sum(row[i] * W[i][j] for i in range(len(row))) + b[j] for j in range(len(b))])
            if l < L - 1:
                A = [[v if v > 0 else 0.0 for v in row] for row in Z]
            else:
                A = [_softmax_row(row) for row in Z]
            self.cache['Z' + str(l + 1)] = np.array(Z)
            self.cache['A' + str(l + 1)] = np.array(A)
        return self.cache['A' + str(L)].copy()

    def backward(self, y):
        L = len(self.weights)
        m = len(y)
        grads = {}
        P = self.cache['A%d' % L]
        delta = [[P[s, j] - y[s, j] for j in range(P.shape[1])] for s in range(m)]
        for l in range(L, 0, -1):
            A, W = self.cache['A%d' % (l - 1)], self.weights[l - 1]
            n_in, n_out = W.shape
            dW, db = np.zeros((n_in, n_out)), np.zeros((1, n_out))
            for s in range(m):
                for j in range(n_out):
                    db[0, j] += delta[s][j] / m
                    for i in range(n_in):
                        dW[i, j] += A[s, i] * delta[s][j] / m
            grads['dW%d' % l], grads['db%d' % l] = dW, db
            if l == 1:
                break
            Z = self.cache['Z%d' % (l - 1)]
            delta = [[sum(delta[s][j] * W[i, j] for j in range(n_out)) if Z[s, i] > 0 else 0.0
                      for i in range(n_in)] for s in range(m)]
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            W, b = self.weights[l], self.biases[l]
            for i in range(W.shape[0]):
                for j in range(W.shape[1]):
                    W[i, j] = W[i, j] - lr * grads['dW%d' % (l + 1)][i, j]
            for j in range(W.shape[1]):
                b[0, j] = b[0, j] - lr * grads['db%d' % (l + 1)][0, j]
