import numpy as np


class NeuralNetworkBackprop:
    weights = []
    biases = []
    cache = {}

    def __init__(self, layer_sizes):
        self.layers = len(layer_sizes) - 1
        for i in range(self.layers):
            self.weights.append(0.5 * np.random.randn(layer_sizes[i], layer_sizes[i + 1]))
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))

    def forward(self, X):
        self.cache = {'A0': X}
        for i in range(self.layers):
            Z = X @ self.weights[i] + self.biases[i]
            X = 1 / (1 + np.exp(-Z)) if i == self.layers - 1 else np.maximum(Z, 0)
            self.cache['Z' + str(i + 1)] = Z
            self.cache['A' + str(i + 1)] = X
        return X

    def backward(self, y):
        grads = {}
        delta = self.cache['A' + str(self.layers)] - y
        for i in reversed(range(self.layers)):
            grads['dW' + str(i + 1)] = self.cache['A' + str(i)].T @ delta / len(y)
            grads['db' + str(i + 1)] = delta.sum(axis=0, keepdims=True) / len(y)
            if i > 0:
                delta = (delta @ self.weights[i].T) * (self.cache['Z' + str(i)] > 0)
        return grads

    def update(self, grads, lr):
        for i in range(self.layers):
            self.weights[i] = self.weights[i] - lr * grads['dW' + str(i + 1)]
            self.biases[i] = self.biases[i] - lr * grads['db' + str(i + 1)]
