import numpy as np


def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(Y, P):
    return -np.mean(np.sum(Y * np.log(P + 1e-12), axis=1))


def softmax_backward(dP, P):
    return P * (dP - np.sum(dP * P, axis=1, keepdims=True))


def softmax_cross_entropy_gradient(Y, Z):
    e = np.exp(np.clip(Z, -500, 500))
    return (e / e.sum(axis=1, keepdims=True) - Y) / Z.shape[0]


def relu(z):
    return np.maximum(0, z)


def relu_derivative(z):
    return (z > 0).astype(float)


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.L = len(layer_sizes) - 1
        self.weights = [np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5 for i in range(self.L)]
        self.biases = [np.zeros((1, layer_sizes[i + 1])) for i in range(self.L)]
        self.cache = {}

    def forward(self, X):
        self.cache = {"A0": X}
        A = X
        for l in range(self.L):
            Z = A @ self.weights[l] + self.biases[l]
            A = softmax(Z) if l == self.L - 1 else relu(Z)
            self.cache[f"Z{l + 1}"] = Z
            self.cache[f"A{l + 1}"] = A
        return A

    def backward(self, y):
        m = y.shape[0]
        grads = {}
        dZ = self.cache[f"A{self.L}"] - y
        for l in range(self.L, 0, -1):
            grads[f"dW{l}"] = self.cache[f"A{l - 1}"].T @ dZ / m
            grads[f"db{l}"] = np.sum(dZ, axis=0, keepdims=True) / m
            if l > 1:
                dZ = (dZ @ self.weights[l - 1].T) * relu_derivative(self.cache[f"Z{l - 1}"])
        return grads

    def update(self, grads, lr):
        for l in range(self.L):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
