"""Backpropagation for a network of any depth, as in the lecture."""
import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.layer_sizes = layer_sizes
        self.L = len(layer_sizes) - 1
        self.weights = []
        self.biases = []
        for i in range(self.L):
            self.weights.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5)
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))
        self.cache = {}

    def relu(self, z):
        return np.maximum(0, z)

    def relu_derivative(self, z):
        return (z > 0).astype(float)

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

    def forward(self, X):
        self.cache = {'A0': X}
        A = X
        for l in range(1, self.L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            if l < self.L:
                A = self.relu(Z)
            else:
                A = self.sigmoid(Z)
            self.cache[f'Z{l}'] = Z
            self.cache[f'A{l}'] = A
        return A

    def backward(self, y):
        m = y.shape[0]
        grads = {}
        dZ = self.cache[f'A{self.L}'] - y
        for l in range(self.L, max(self.L - 2, 0), -1):
            A_prev = self.cache[f'A{l - 1}']
            grads[f'dW{l}'] = A_prev.T @ dZ / m
            grads[f'db{l}'] = np.sum(dZ, axis=0, keepdims=True) / m
            if l > 1:
                dA = dZ @ self.weights[l - 1].T
                dZ = dA * self.relu_derivative(self.cache[f'Z{l - 1}'])
        return grads

    def update(self, grads, lr):
        for l in range(1, self.L + 1):
            self.weights[l - 1] -= lr * grads[f'dW{l}']
            self.biases[l - 1] -= lr * grads[f'db{l}']

    def compute_loss(self, y, a):
        a = np.clip(a, 1e-8, 1 - 1e-8)
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


if __name__ == '__main__':
    np.random.seed(42)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    nn = NeuralNetworkBackprop([2, 8, 1])
    for epoch in range(1000):
        out = nn.forward(X)
        nn.update(nn.backward(y), 1.0)
        if epoch % 200 == 0:
            print(epoch, nn.compute_loss(y, out))
