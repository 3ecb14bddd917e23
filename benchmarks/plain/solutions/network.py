"""A two-layer sigmoid network."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Network:
    def __init__(self, sizes):
        inputs, hidden, outputs = sizes
        rng = np.random.default_rng(0)
        self.weights = [rng.normal(size=(inputs, hidden)), rng.normal(size=(hidden, outputs))]
        self.biases = [np.zeros((1, hidden)), np.zeros((1, outputs))]

    def forward(self, X):
        self.X = X
        self.A1 = np.tanh(X @ self.weights[0] + self.biases[0])
        self.A2 = sigmoid(self.A1 @ self.weights[1] + self.biases[1])
        return self.A2

    def backward(self, y):
        m = len(y)
        dZ2 = (self.A2 - y) / m
        dZ1 = dZ2 @ self.weights[1].T * (1 - self.A1**2)
        return {
            "dW1": self.X.T @ dZ1,
            "db1": dZ1.sum(axis=0, keepdims=True),
            "dW2": self.A1.T @ dZ2,
            "db2": dZ2.sum(axis=0, keepdims=True),
        }

    def update(self, grads, lr):
        for layer in (1, 2):
            self.weights[layer - 1] -= lr * grads[f"dW{layer}"]
            self.biases[layer - 1] -= lr * grads[f"db{layer}"]
