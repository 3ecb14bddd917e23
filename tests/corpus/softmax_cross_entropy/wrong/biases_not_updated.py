import numpy as np

EPS = 1e-7


def softmax(Z):
    Z = np.array(Z, dtype=np.float64)
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


def cross_entropy(Y, P):
    return np.average(-np.sum(Y * np.log(P + 1e-9), axis=1))


def softmax_backward(dP, P):
    PdP = P * dP
    return PdP - P * PdP.sum(axis=1, keepdims=True)


def softmax_cross_entropy_gradient(Y, Z):
    return (1 / len(Z)) * (softmax(Z) - Y)


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.num = len(layer_sizes) - 1
        self.params = {}
        for l in range(1, self.num + 1):
            self.params['W%d' % l] = np.random.randn(layer_sizes[l - 1], layer_sizes[l]) / np.sqrt(layer_sizes[l - 1])
            self.params['b%d' % l] = np.zeros((1, layer_sizes[l]))
        self.weights = [self.params['W%d' % l] for l in range(1, self.num + 1)]
        self.biases = [self.params['b%d' % l] for l in range(1, self.num + 1)]
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': X}
        A = X
        for l in range(1, self.num + 1):
            Z = A @ self.params['W%d' % l] + self.params['b%d' % l]
            if l < self.num:
                A = np.maximum(Z, 0)
            else:
                A = np.clip(softmax(Z), EPS, 1 - EPS)
            self.cache['Z%d' % l], self.cache['A%d' % l] = Z, A
        return A

    def backward(self, y):
        m = y.shape[0]
        P = self.cache['A%d' % self.num]
        dZ = softmax_backward(-y / P, P)       # the long way round, through the Jacobian
        grads = {}
        for l in range(self.num, 0, -1):
            grads['dW%d' % l] = self.cache['A%d' % (l - 1)].T.dot(dZ) / m
            grads['db%d' % l] = dZ.sum(axis=0, keepdims=True) / m
            if l > 1:
                dZ = dZ.dot(self.params['W%d' % l].T) * (self.cache['Z%d' % (l - 1)] > 0)
        return grads

    def update(self, grads, lr):
        for l in range(1, self.num + 1):
            self.params['W%d' % l] -= lr * grads['dW%d' % l]      # in place: weights holds the same arrays
