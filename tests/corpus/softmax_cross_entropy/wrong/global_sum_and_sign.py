import numpy as np
from abc import ABC, abstractmethod

def softmax(Z):
    m = np.max(Z, axis=1, keepdims=True)
    s = np.exp(Z - m)
    return s / np.sum(s)

def cross_entropy(Y, P):
    P = np.clip(P, 1e-12, 1 - 1e-12)
    return -np.sum(Y * np.log(P)) / Y.shape[0]

def softmax_backward(dP, P):
    return np.array([np.dot(np.diag(p) - np.outer(p, p), d) for p, d in zip(P, dP)])

def softmax_cross_entropy_gradient(Y, Z):
    return (Y - softmax(Z)) / Y.shape[0]

def relu(z):
    return np.maximum(z, 0.0)

def relu_derivative(z):
    return (z > 0) * 1.0

class Network(ABC):
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(i, o) * 0.3 for i, o in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in layer_sizes[1:]]
        self.cache = {}

    @abstractmethod
    def output(self, Z): ...

    @abstractmethod
    def output_delta(self, A, y): ...

    def forward(self, X):
        self.cache = {"A0": X}
        A = X
        *hidden, (W, b) = zip(self.weights, self.biases)
        for l, (Wl, bl) in enumerate(hidden, 1):
            Z = A @ Wl + bl
            A = relu(Z)
            self.cache[f"Z{l}"], self.cache[f"A{l}"] = Z, A
        l = len(self.weights)
        Z = A @ W + b
        self.cache[f"Z{l}"] = Z
        self.cache[f"A{l}"] = self.output(Z)
        return self.cache[f"A{l}"]

    def backward(self, y):
        l = len(self.weights)
        m = y.shape[0]
        delta = self.output_delta(self.cache[f"A{l}"], y)
        grads = {f"dW{l}": self.cache[f"A{l-1}"].T @ delta / m, f"db{l}": delta.sum(0, keepdims=True) / m}
        for l in range(l - 1, 0, -1):
            delta = delta @ self.weights[l].T
            delta = delta * relu_derivative(self.cache[f"Z{l}"])
            grads[f"dW{l}"] = self.cache[f"A{l-1}"].T @ delta / m
            grads[f"db{l}"] = delta.sum(0, keepdims=True) / m
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            self.weights[l] -= grads[f"dW{l+1}"] * lr
            self.biases[l] -= grads[f"db{l+1}"] * lr

class SoftmaxNetwork(Network):
    def output(self, Z):
        return softmax(Z)

    def output_delta(self, A, y):
        return A - y
