"""All parameters live in one long vector theta; weights and biases are windows into it."""
import numpy as np


class NeuralNetworkBackprop:

    def __init__(self, layer_sizes):
        self.sizes = tuple(layer_sizes)
        total = sum((a + 1) * b for a, b in self._pairs())
        self.theta = np.zeros(total)
        self.weights, self.biases = self._windows(self.theta)
        for w in self.weights:
            w[:] = np.random.randn(*w.shape) * 0.3
        self.cache = {}

    def _pairs(self):
        return zip(self.sizes, self.sizes[1:])

    def _windows(self, vector):
        ws, bs, start = [], [], 0
        for a, b in self._pairs():
            ws.append(vector[start:start + a * b].reshape(a, b))
            start += a * b
            bs.append(vector[start:start + b].reshape(1, b))
            start += b
        return ws, bs

    def forward(self, X):
        A, last = X, len(self.weights)
        self.cache = {'A0': A}
        for l in range(last):
            Z = A @ self.weights[l] + self.biases[l]
            A = np.maximum(Z, 0) if l + 1 < last else 1 / (1 + np.exp(-Z))
            self.cache[f'Z{l + 1}'] = Z
            self.cache[f'A{l + 1}'] = A
        return A

    def backward(self, y):
        gradient = np.zeros(self.theta.size)
        dWs, dbs = self._windows(gradient)
        m, L = len(y), len(self.weights)
        dZ = self.cache[f'A{L}'] - y
        for l in reversed(range(L)):
            dWs[l][...] = self.cache[f'A{l}'].T @ dZ / m
            dbs[l][...] = dZ.mean()
            if l:
                dZ = np.where(self.cache[f'Z{l}'] > 0, dZ @ self.weights[l].T, 0.0)
        grads = {f'dW{l + 1}': g for l, g in enumerate(dWs)}
        grads.update({f'db{l + 1}': g for l, g in enumerate(dbs)})
        return grads

    def update(self, grads, lr):
        flat = []
        for l in range(1, len(self.weights) + 1):
            flat += [grads[f'dW{l}'].ravel(), grads[f'db{l}'].ravel()]
        self.theta -= lr * np.concatenate(flat)
