import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

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

    def forward(self, X):
        A = X
        self.cache = {"A0": X}
        for l in range(1, self.L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = sigmoid(Z) if l == self.L else relu(Z)
            self.cache[f"Z{l}"] = Z
            self.cache[f"A{l}"] = A
        return A

    def backward(self, y):
        grads = {}
        m = self.cache['A0'].shape[1]
        dZ = self.cache[f"A{self.L}"] - y
        for l in range(self.L, 0, -1):
            A_prev = self.cache[f"A{l - 1}"]
            grads[f"dW{l}"] = A_prev.T @ dZ / m
            grads[f"db{l}"] = np.sum(dZ, axis=0, keepdims=True) / m
            if l > 1:
                dA = dZ @ self.weights[l - 1].T
                dZ = dA 
        return grads

    def update(self, grads, lr):
        for l in range(1, self.L + 1):
            self.weights[l - 1] -= lr * grads[f"dW{l}"]
            self.biases[l - 1] -= lr * grads[f"db{l}"]
