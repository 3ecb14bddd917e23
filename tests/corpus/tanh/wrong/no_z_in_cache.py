"""Two branches with boolean masks, each exponent is negative. Arrays only."""
import numpy as np


def tanh(z):
    out = np.empty(z.shape)
    right = z > 0
    e = np.exp(-2.0 * z[right])
    out[right] = (1 - e) / (1 + e)
    e = np.exp(2.0 * z[~right])
    out[~right] = (e - 1) / (e + 1)
    return out


def tanh_derivative(z):
    t = tanh(z)
    return (1 - t) * (1 + t)


def sigmoid(z):
    return 0.5 * tanh(0.5 * z) + 0.5


class DenseTanh:
    def __init__(self, a, b):
        self.W, self.b = np.random.normal(0, 0.4, (a, b)), np.zeros((1, b))
        self.f, self.df = tanh, tanh_derivative

    def run(self, A):
        self.A_in = A
        self.Z = A @ self.W + self.b
        self.A = self.f(self.Z)
        return self.A

    def error_from(self, upper):
        self.error = (upper.error @ upper.W.T) * self.df(self.Z)

    def gradients(self):
        m = len(self.error)
        return self.A_in.T @ self.error / m, self.error.mean(axis=0, keepdims=True)


class DenseSigmoid(DenseTanh):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.f = sigmoid

    def error_against(self, y):
        self.error = self.A - y


class TanhNetwork:
    def __init__(self, layer_sizes):
        *hidden, last = zip(layer_sizes, layer_sizes[1:])
        self.layers = [DenseTanh(*p) for p in hidden] + [DenseSigmoid(*last)]
        self.cache = {}

    @property
    def weights(self):
        return [layer.W for layer in self.layers]

    @property
    def biases(self):
        return [layer.b for layer in self.layers]

    def forward(self, X):
        self.cache['A0'] = X
        for i, layer in enumerate(self.layers, 1):
            X = layer.run(X)
            self.cache['A%d' % i] = layer.A
        return X

    def backward(self, y):
        self.layers[-1].error_against(y)
        for lower, upper in zip(self.layers[-2::-1], self.layers[:0:-1]):
            lower.error_from(upper)
        grads = {}
        for i, layer in enumerate(self.layers, 1):
            grads['dW%d' % i], grads['db%d' % i] = layer.gradients()
        return grads

    def update(self, grads, lr):
        for i, layer in enumerate(self.layers, 1):
            layer.W -= lr * grads['dW%d' % i]
            layer.b -= lr * grads['db%d' % i]
