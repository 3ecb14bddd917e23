import numpy as np


def sigmoid(v):
    out = np.zeros(v.shape)
    for idx, t in np.ndenumerate(v):
        out[idx] = 1 / (1 + np.exp(-t)) if t > -700 else 0.0
    return out


class NeuralNetworkBackprop:
    """One sample at a time with outer products, then the mean. Optional momentum (off)."""

    def __init__(self, layer_sizes, momentum=0.0):
        self.L = len(layer_sizes) - 1
        self.momentum = momentum
        self.weights = [np.random.uniform(-1, 1, (layer_sizes[i], layer_sizes[i + 1])) for i in range(self.L)]
        self.biases = [np.zeros((1, n)) for n in layer_sizes[1:]]
        self.v = None
        self.total = {}
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': np.array(X)}
        A = self.cache['A0']
        for l in range(1, self.L + 1):
            Z = np.vstack([row @ self.weights[l - 1] + self.biases[l - 1][0] for row in A])
            A = sigmoid(Z) if l == self.L else np.maximum(Z, 0)
            self.cache['Z' + str(l)] = Z
            self.cache['A' + str(l)] = A
        return A

    def backward(self, y):
        m = y.shape[0]
        total = self.total
        for l in range(1, self.L + 1):
            total.setdefault('dW' + str(l), np.zeros(self.weights[l - 1].shape))
            total.setdefault('db' + str(l), np.zeros(self.biases[l - 1].shape))
        for s in range(m):
            delta = self.cache['A' + str(self.L)][s] - y[s]
            for l in range(self.L, 0, -1):
                a = self.cache['A' + str(l - 1)][s]
                total['dW' + str(l)] += np.outer(a, delta)
                total['db' + str(l)] += delta
                if l > 1:
                    delta = self.weights[l - 1] @ delta
                    delta[self.cache['Z' + str(l - 1)][s] <= 0] = 0
        return {k: v / m for k, v in total.items()}

    def update(self, grads, lr):
        if self.v is None:
            self.v = {k: 0 * g for k, g in grads.items()}
        for l in range(1, self.L + 1):
            for name, arr in (('dW', self.weights[l - 1]), ('db', self.biases[l - 1])):
                k = name + str(l)
                self.v[k] = self.momentum * self.v[k] - lr * grads[k]
                arr += self.v[k]
