import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(*s) * 0.5 for s in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, n)) for n in layer_sizes[1:]]
        self.cache = {}
        self._tape = []
    def forward(self, X):
        self.cache = {"A0": X}
        self._tape = []
        A = X
        L = len(self.weights)
        for l in range(1, L + 1):
            W, b = self.weights[l - 1], self.biases[l - 1]
            Z = A @ W + b
            out = sigmoid(Z) if l == L else relu(Z)
            def back(delta, A_prev=A, W=W, Z=Z, l=l, last=(l == L)):
                dZ = delta if last else delta * relu_derivative(Z)
                m = dZ.shape[0]
                return l, A_prev.T @ dZ / m, dZ.sum(axis=0, keepdims=True) / m, dZ @ W.T
            self._tape.append(back)
            self.cache[f"Z{l}"], self.cache[f"A{l}"] = Z, out
            A = out
        return A
    def backward(self, y):
        grads = {}
        signal = self.cache[f"A{len(self.weights)}"] - y
        for back in reversed(self._tape):
            l, dW, db, signal = back(signal)
            grads[f"dW{l}"] = dW
            grads[f"db{l}"] = db
        return grads
    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            self.weights[l - 1] += -lr * grads[f"dW{l}"]
            self.biases[l - 1] += -lr * grads[f"db{l}"]
