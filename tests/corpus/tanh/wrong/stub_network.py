import numpy as np


def tanh(z):
    return np.tanh(z)


def tanh_derivative(z):
    return 1 - np.tanh(z) ** 2


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) * 0.5 for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        raise NotImplementedError

    def backward(self, y):
        raise NotImplementedError

    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            self.weights[l-1] -= lr * grads[f'dW{l}']
            self.biases[l-1] -= lr * grads[f'db{l}']
