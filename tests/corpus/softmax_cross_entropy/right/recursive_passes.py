import numpy as np
from functools import reduce

def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True)); return E / np.sum(E, 1, keepdims=True)

def cross_entropy(Y, P):
    return np.sum(-Y * np.log(P + 1e-9), axis=1).mean()

def softmax_backward(dP, P):
    return (dP - (dP * P).sum(1, keepdims=True)) * P

def softmax_cross_entropy_gradient(Y, Z):
    dP = lambda P: np.where(P > 0, -Y / np.where(P > 0, P, 1), 0) / len(Y)
    P = softmax(Z)
    return P * Y.sum(1, keepdims=True) / len(Y) - Y / len(Y)

def relu(z): return np.maximum(z, 0)
def relu_derivative(z): return np.where(z <= 0, 0, 1)

class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        s = layer_sizes
        self.weights = [np.random.randn(*p) * 0.4 for p in zip(s, s[1:])]
        self.biases = [np.zeros((1, n)) for n in s[1:]]
        self.cache = {}

    def forward(self, X):
        self.cache = {"A0": X}
        return self._forward(X, 1)

    def _forward(self, A, l):
        Z = A @ self.weights[l - 1] + self.biases[l - 1]
        last = l == len(self.weights)
        A = softmax(Z) if last else relu(Z)
        self.cache[f"Z{l}"], self.cache[f"A{l}"] = Z, A
        return A if last else self._forward(A, l + 1)

    def backward(self, y):
        L = len(self.weights)
        return self._backward((self.cache[f"A{L}"] - y) / len(y), L)

    def _backward(self, dZ, l):
        if l == 0:
            return {}
        here = {f"dW{l}": self.cache[f"A{l-1}"].T @ dZ, f"db{l}": np.ones((1, len(dZ))) @ dZ}
        below = dZ @ self.weights[l - 1].T
        if l > 1:
            below = below * relu_derivative(self.cache[f"Z{l-1}"])
        return {**here, **self._backward(below, l - 1)}

    def update(self, grads, lr):
        for kind, arrays in (("dW", self.weights), ("db", self.biases)):
            for l, array in enumerate(arrays, 1):
                array -= lr * grads[f"{kind}{l}"]
