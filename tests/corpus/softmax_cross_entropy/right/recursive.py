import numpy as np


def softmax(Z):
    Z = Z - Z.max(axis=1).reshape(-1, 1)
    P = np.exp(Z)
    P /= P.sum(axis=1).reshape(-1, 1)
    return P


def cross_entropy(Y, P):
    with np.errstate(divide='ignore', invalid='ignore'):
        terms = np.where(Y > 0, -Y * np.clip(np.log(P), -1000, None), 0.0)
    return terms.sum(axis=1).mean()


def softmax_backward(dP, P):
    m, k = P.shape
    eye = np.eye(k)
    J = P[:, :, None] * (eye[None, :, :] - P[:, None, :])
    return np.matmul(J, dP[:, :, None]).reshape(m, k)


def softmax_cross_entropy_gradient(Y, Z):
    P = softmax(Z)
    P -= Y
    P /= P.shape[0]
    return P


class SoftmaxNetwork:
    """Backward as a recursion from layer L down to 1."""

    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        self.cache = {}
        rng = np.random.default_rng(42)
        for a, b in zip(layer_sizes, layer_sizes[1:]):
            self.weights += [rng.standard_normal((a, b)) * 0.5]
            self.biases += [np.zeros((1, b))]

    def _forward(self, A, l):
        self.cache['A%d' % l] = A
        if l == len(self.weights):
            return A
        Z = A @ self.weights[l] + self.biases[l]
        self.cache['Z%d' % (l + 1)] = Z
        if l + 1 == len(self.weights):
            return self._forward(softmax(Z), l + 1)
        return self._forward(Z * (Z > 0), l + 1)

    def forward(self, X):
        self.cache = {}
        return self._forward(X, 0)

    def _backward(self, dZ, l):
        grads = {'dW%d' % l: self.cache['A%d' % (l - 1)].T @ dZ / len(dZ),
                 'db%d' % l: dZ.mean(axis=0, keepdims=True)}
        if l > 1:
            dA = dZ @ self.weights[l - 1].T
            grads.update(self._backward(dA * (self.cache['Z%d' % (l - 1)] > 0), l - 1))
        return grads

    def backward(self, y):
        L = len(self.weights)
        return self._backward(self.cache['A%d' % L] - y, L)

    def update(self, grads, lr):
        for name, params in (('dW', self.weights), ('db', self.biases)):
            for l in range(len(params)):
                np.subtract(params[l], lr * grads[name + str(l + 1)], out=params[l])
