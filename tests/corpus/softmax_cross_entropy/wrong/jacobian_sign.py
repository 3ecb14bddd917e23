import numpy as np


def softmax(Z):
    E = np.exp(Z - Z.max(1)[:, None])
    return E / E.sum(1)[:, None]


def cross_entropy(Y, P):
    return -(Y * np.log(np.clip(P, 1e-9, 1))).sum() / Y.shape[0]


def softmax_backward(dP, P):
    dZ = np.empty(P.shape)
    for row, (g, p) in enumerate(zip(dP, P)):
        J = np.outer(p, p) - np.diag(p)
        dZ[row] = J @ g
    return dZ


def softmax_cross_entropy_gradient(Y, Z):
    head = SoftmaxHead()
    head.forward(Z)
    return head.backward(Y) / len(Z)


class ReLU:
    def forward(self, Z):
        self.mask = Z > 0
        return np.where(self.mask, Z, 0.0)

    def backward(self, dA):
        return np.where(self.mask, dA, 0.0)


class SoftmaxHead:
    def forward(self, Z):
        self.P = softmax(Z)
        return self.P

    def backward(self, Y):
        return self.P - Y


class Dense:
    def __init__(self, n_in, n_out):
        limit = np.sqrt(6.0 / (n_in + n_out))
        self.W = np.random.uniform(-limit, limit, (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, A):
        self.A = A
        return np.dot(A, self.W) + self.b

    def backward(self, dZ):
        m = dZ.shape[0]
        self.dW = np.dot(self.A.T, dZ) / m
        self.db = dZ.mean(axis=0, keepdims=True)
        return np.dot(dZ, self.W.T)

    def step(self, dW, db, lr):
        self.W = self.W - lr * dW
        self.b = self.b - lr * db


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.dense = [Dense(a, b) for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.act = [ReLU() for _ in self.dense[:-1]] + [SoftmaxHead()]
        self.cache = {}

    @property
    def weights(self):
        return [d.W for d in self.dense]

    @property
    def biases(self):
        return [d.b for d in self.dense]

    def forward(self, X):
        A = X
        self.cache = {'A0': X}
        for i, (dense, act) in enumerate(zip(self.dense, self.act), 1):
            Z = dense.forward(A)
            A = act.forward(Z)
            self.cache['Z%i' % i] = Z
            self.cache['A%i' % i] = A
        return A

    def backward(self, y):
        dZ = self.act[-1].backward(y)
        grads = {}
        for i in range(len(self.dense), 0, -1):
            dA = self.dense[i - 1].backward(dZ)
            grads['dW%i' % i] = self.dense[i - 1].dW
            grads['db%i' % i] = self.dense[i - 1].db
            if i > 1:
                dZ = self.act[i - 2].backward(dA)
        return grads

    def update(self, grads, lr):
        for i, dense in enumerate(self.dense, 1):
            dense.step(grads['dW%i' % i], grads['db%i' % i], lr)
