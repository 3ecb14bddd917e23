import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.sizes = layer_sizes
        self.weights = []
        self.biases = []
        for i in range(len(layer_sizes) - 1):
            self.weights.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]))
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': X}
        A = X
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = np.zeros((X.shape[0], self.sizes[l]), dtype=X.dtype)
            Z[:, :] = A.dot(self.weights[l - 1]) + self.biases[l - 1]
            if l == L:
                A = 1.0 / (1.0 + np.exp(-Z))
            else:
                A = np.maximum(Z, 0)
            self.cache['Z' + str(l)] = Z
            self.cache['A' + str(l)] = A
        return A

    def backward(self, y):
        L = len(self.weights)
        m = y.shape[0]
        dZ = self.cache['A' + str(L)] - y
        grads = {}
        for l in range(L, 0, -1):
            grads['dW' + str(l)] = self.cache['A' + str(l - 1)].T.dot(dZ) / m
            grads['db' + str(l)] = dZ.sum(axis=0, keepdims=True) / m
            if l > 1:
                dZ = dZ.dot(self.weights[l - 1].T)
                dZ[self.cache['Z' + str(l - 1)] <= 0] = 0
        return grads

    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            self.weights[l - 1] -= lr * grads['dW' + str(l)]
            self.biases[l - 1] -= lr * grads['db' + str(l)]
