import math
from collections import OrderedDict
from dataclasses import dataclass, field
import numpy as np

@dataclass
class Params:
    W: np.ndarray
    b: np.ndarray

def softmax(Z):
    out = []
    for row in Z:
        top = max(row)
        e = [math.exp(float(v) - float(top)) for v in row]
        s = math.fsum(e)
        out.append([v / s for v in e])
    return np.array(out)

def cross_entropy(Y, P):
    losses = []
    for i in range(len(Y)):
        loss = 0
        for j in range(len(Y[i])):
            loss += -Y[i][j] * math.log(max(P[i][j], 1e-12))
        losses.append(loss)
    return sum(losses) / len(losses)

def softmax_backward(dP, P):
    m, k = P.shape
    dZ = np.zeros((m, k))
    for n in range(m):
        for i in range(k):
            for j in range(k):
                delta = 1.0 if i == j else 0.0
                dZ[n, i] += dP[n, j] * P[n, j] * (delta - P[n, i])
    return dZ

def softmax_cross_entropy_gradient(Y, Z):
    return np.array([[p - y for p, y in zip(pr, yr)] for pr, yr in zip(softmax(Z), Y)]) / len(Y)

@dataclass
class SoftmaxNetwork:
    layer_sizes: list
    cache: OrderedDict = field(default_factory=OrderedDict)

    def __post_init__(self):
        self.params = [Params(np.random.randn(i, o) * 0.4, np.zeros((1, o)))
                       for i, o in zip(self.layer_sizes[:-1], self.layer_sizes[1:])]
        self.weights = [p.W for p in self.params]
        self.biases = [p.b for p in self.params]

    def forward(self, X):
        self.cache.clear()
        self.cache['A0'] = X
        for l, p in enumerate(self.params, 1):
            Z = self.cache['A%d' % (l - 1)] @ p.W + p.b
            self.cache['Z%d' % l] = Z
            self.cache['A%d' % l] = softmax(Z) if l == len(self.params) else Z * (Z > 0)
        return self.cache['A%d' % len(self.params)]

    def backward(self, y):
        L = len(self.params)
        grads = OrderedDict()
        dZ = self.cache['A%d' % L] - y
        for l in range(L, 0, -1):
            A = self.cache['A%d' % (l - 1)]
            # outer products sample by sample
            dW = np.zeros_like(self.params[l - 1].W)
            db = np.zeros_like(self.params[l - 1].b)
            for n in range(len(y)):
                dW += np.outer(A[n], dZ[n])
                db[0] += dZ[n]
            grads['dW%d' % l] = dW / len(y)
            grads['db%d' % l] = db / len(y)
            if l > 1:
                dZ = np.dot(dZ, self.params[l - 1].W.T) * (self.cache['Z%d' % (l - 1)] > 0)
        return grads

    def update(self, grads, lr):
        for l, p in enumerate(self.params, 1):
            p.W -= lr * grads['dW%d' % l]
            p.b -= lr * grads['db%d' % l]
