import numpy as np


def tanh(z):
    z = np.clip(z, -50, 50)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def tanh_derivative(z):
    return 1.0 / np.cosh(z) ** 2


def sigmoid(z):
    z = np.clip(z, -300, 300)
    return np.exp(z) / (1 + np.exp(z))


class TanhNetwork(object):
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        for n, k in zip(layer_sizes, layer_sizes[1:]):
            r = np.sqrt(6.0 / (n + k))
            self.weights.append(np.random.uniform(low=-r, high=r, size=(n, k)))
            self.biases.append(np.zeros((1, k)))

    def forward(self, X):
        self.cache = {'A0': X}
        self.As, self.Zs = [X], []
        for i in range(len(self.weights) - 1):
            self.Zs.append(np.matmul(self.As[-1], self.weights[i]) + self.biases[i])
            self.As.append(tanh(self.Zs[-1]))
        self.Zs.append(np.matmul(self.As[-1], self.weights[-1]) + self.biases[-1])
        self.As.append(sigmoid(self.Zs[-1]))
        for i, (z, a) in enumerate(zip(self.Zs, self.As[1:]), 1):
            self.cache['Z%s' % i] = z
            self.cache['A%s' % i] = a
        return self.As[-1]

    def backward(self, y):
        grads = {}
        m = float(y.shape[0])
        L = len(self.weights)
        errors = [None] * L
        errors[-1] = self.As[-1] - y
        for i in range(L - 2, -1, -1):
            errors[i] = errors[i + 1].dot(self.weights[i + 1].T) * tanh_derivative(self.Zs[i])
        for i in range(L):
            grads['dW%s' % (i + 1)] = self.As[i].T.dot(errors[i]) / m
            grads['db%s' % (i + 1)] = errors[i].sum(axis=0, keepdims=True) / m
        return grads

    def update(self, grads, lr):
        for i in range(len(self.weights)):
            self.weights[i] -= lr * grads['dW%s' % (i + 1)]
            self.biases[i] -= lr * grads['db%s' % (i + 1)]
