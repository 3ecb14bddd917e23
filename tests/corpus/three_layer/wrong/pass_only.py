"""Exercise 1: backprop for a 3-layer network, written line by line like the derivation."""
import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_derivative(z):
    return np.where(z > 0, 1.0, 0.0)


def sigmoid(z):
    z = np.clip(z, -700, 700)
    return 1.0 / (1.0 + np.exp(-z))


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        n0, n1, n2, n3 = layer_sizes
        self.weights = [
            np.random.randn(n0, n1) * np.sqrt(2 / n0),
            np.random.randn(n1, n2) * np.sqrt(2 / n1),
            np.random.randn(n2, n3) * np.sqrt(1 / n2),
        ]
        self.biases = [np.zeros((1, n1)), np.zeros((1, n2)), np.zeros((1, n3))]
        self.cache = {}

    def forward(self, X):
        W1, W2, W3 = self.weights
        b1, b2, b3 = self.biases
        Z1 = X @ W1 + b1
        A1 = relu(Z1)
        Z2 = A1 @ W2 + b2
        A2 = relu(Z2)
        Z3 = A2 @ W3 + b3
        A3 = sigmoid(Z3)
        self.cache = {'A0': X, 'Z1': Z1, 'A1': A1, 'Z2': Z2, 'A2': A2, 'Z3': Z3, 'A3': A3}
        return A3

    def backward(self, y):
        # your code here
        raise NotImplementedError

    def update(self, grads, lr):
        for i in range(3):
            self.weights[i] -= lr * grads[f'dW{i + 1}']
            self.biases[i] -= lr * grads[f'db{i + 1}']
