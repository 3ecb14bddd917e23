"""Derives everything from Jacobian matrices of one sample at a time."""
import numpy as np


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.sizes = layer_sizes
        self.weights = [np.random.randn(i, o) for i, o in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        A = X
        self.cache = {'A0': A}
        for l in range(3):
            Z = np.array([self.weights[l].T @ a + self.biases[l].ravel() for a in A])
            if l == 0:
                A = np.clip(Z.astype(X.dtype), 0, None)
            elif l == 2:
                A = np.array([[1 / (1 + np.exp(-v)) if v > -500 else 0.0 for v in row] for row in Z])
            else:
                A = np.clip(Z, 0, np.inf)
            if l == 0 and X.dtype.kind == 'i':
                Z = Z.astype(X.dtype)
            self.cache[f'Z{l + 1}'] = Z
            self.cache[f'A{l + 1}'] = A
        return A

    def _jacobian_relu(self, z):
        return np.diag((z > 0) * 1.0)

    def backward(self, y):
        c = self.cache
        W1, W2, W3 = self.weights
        m = len(y)
        keep = {k: [] for k in ('dZ3', 'dA2', 'dZ2', 'dA1', 'dZ1')}
        for s in range(m):
            dz3 = c['A3'][s] - y[s]
            da2 = W3 @ dz3
            dz2 = self._jacobian_relu(c['Z2'][s]) @ da2
            da1 = W2 @ dz2
            dz1 = self._jacobian_relu(c['Z1'][s]) @ da1
            for k, v in zip(keep, (dz3, da2, dz2, da1, dz1)):
                keep[k].append(v)
        grads = {k: np.array(v) for k, v in keep.items()}
        for l in (1, 2, 3):
            grads[f'dW{l}'] = sum(np.outer(a, d) for a, d in zip(c[f'A{l - 1}'], grads[f'dZ{l}'])) / m
            grads[f'db{l}'] = (sum(grads[f'dZ{l}']) / m).reshape(1, -1)
        return grads

    def update(self, grads, lr):
        for l in range(3):
            np.subtract(self.weights[l], lr * grads[f'dW{l + 1}'], out=self.weights[l])
            np.subtract(self.biases[l], lr * grads[f'db{l + 1}'], out=self.biases[l])
