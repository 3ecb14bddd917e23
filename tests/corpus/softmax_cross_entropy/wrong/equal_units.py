import numpy as np


def softmax(Z):
    return np.apply_along_axis(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(), 1, np.asarray(Z, dtype=float))


def cross_entropy(Y, P):
    losses = []
    for y, p in zip(Y, P):
        losses.append(-np.dot(y, np.log(p + 1e-15)))
    return np.mean(losses)


def softmax_backward(dP, P):
    return np.stack([p * g - p * np.dot(p, g) for p, g in zip(P, dP)])


def softmax_cross_entropy_gradient(Y, Z):
    return np.vstack([p - y for p, y in zip(softmax(Z), Y)]) / len(Y)


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.L = len(layer_sizes) - 1
        self.weights = [np.tile(np.random.uniform(-1, 1, size=(layer_sizes[i], 1)), (1, layer_sizes[i + 1])) for i in range(self.L)]
        self.biases = [np.zeros((1, n)) for n in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        columns = {'A0': X}
        for l in range(1, self.L + 1):
            columns['Z%d' % l] = np.vstack([np.dot(a, self.weights[l - 1]) + self.biases[l - 1] for a in columns['A%d' % (l - 1)]])
            columns['A%d' % l] = softmax(columns['Z%d' % l]) if l == self.L else np.fmax(columns['Z%d' % l], 0)
        self.cache.update(columns)
        return columns['A%d' % self.L]

    def backward(self, y):
        m = len(y)
        grads = {}
        for l in range(1, self.L + 1):
            grads['dW%d' % l] = np.zeros(self.weights[l - 1].shape)
            grads['db%d' % l] = np.zeros(self.biases[l - 1].shape)
        for s in range(m):
            delta = self.cache['A%d' % self.L][s] - y[s]
            for l in range(self.L, 0, -1):
                grads['dW%d' % l] += np.outer(self.cache['A%d' % (l - 1)][s], delta) / m
                grads['db%d' % l] += delta / m
                if l > 1:
                    back = self.weights[l - 1] @ delta
                    delta = back * (self.cache['Z%d' % (l - 1)][s] > 0)
        return grads

    def update(self, grads, lr):
        for l in range(self.L):
            self.weights[l] += -lr * grads['dW%d' % (l + 1)]
            self.biases[l] += -lr * grads['db%d' % (l + 1)]
