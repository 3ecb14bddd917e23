import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        for i in range(len(layer_sizes) - 1):
            self.weights.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5)
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))
        self.cache = {}

    def forward(self, X):
        A = X
        self.cache['A0'] = A
        for i in range(len(self.weights)):
            Z = np.dot(A, self.weights[i]) + self.biases[i]
            if i < len(self.weights) - 1:
                A = np.maximum(0, Z)
            else:
                A = 1 / (1 + np.exp(-Z))
            self.cache[f'Z{i+1}'] = Z
            self.cache[f'A{i+1}'] = A
        return A

    def backward(self, y):
        # TODO: I will do this one later
        pass

    def update(self, grads, lr):
        for i in range(len(self.weights)):
            self.weights[i] = self.weights[i] - lr * grads[f'dW{i+1}']
            self.biases[i] = self.biases[i] - lr * grads[f'db{i+1}']
