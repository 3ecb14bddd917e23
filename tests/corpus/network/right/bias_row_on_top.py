import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) * 0.5 for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}
    def _ones(self, A):
        return np.c_[np.ones(len(A)), A]
    def forward(self, X):
        self.cache = {"A0": X}
        A = X
        for l, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            Z = self._ones(A) @ np.r_[b, W]
            A = sigmoid(Z) if l == len(self.weights) else relu(Z)
            self.cache[f"Z{l}"] = Z
            self.cache[f"A{l}"] = A
        return A
    def backward(self, y):
        L = len(self.weights)
        dZ = self.cache[f"A{L}"] - y
        grads = {}
        for l in range(L, 0, -1):
            both = self._ones(self.cache[f"A{l-1}"]).T @ dZ / len(y)
            grads[f"db{l}"], grads[f"dW{l}"] = both[:1], both[1:]
            if l > 1:
                dZ = (dZ @ self.weights[l-1].T) * (self.cache[f"Z{l-1}"] > 0)
        return grads
    def update(self, grads, lr):
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f"dW{l+1}"]
            self.biases[l] -= lr * grads[f"db{l+1}"]
