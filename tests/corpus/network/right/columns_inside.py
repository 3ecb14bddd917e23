import numpy as np

# I learned this with samples in columns (x is (n, m)), so everything is transposed
# on the way in and on the way out.


def sigma(z):
    return np.exp(-np.logaddexp(0, -z))


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.W = {}
        self.b = {}
        self.L = len(layer_sizes) - 1
        for l in range(1, self.L + 1):
            self.W[l] = np.random.randn(layer_sizes[l], layer_sizes[l - 1]) / np.sqrt(layer_sizes[l - 1])
            self.b[l] = np.zeros((layer_sizes[l], 1))
        # views of the same memory, rows convention
        self.weights = [self.W[l].T for l in range(1, self.L + 1)]
        self.biases = [self.b[l].T for l in range(1, self.L + 1)]
        self.cache = {}

    def forward(self, X):
        a = {0: X.T}
        z = {}
        for l in range(1, self.L + 1):
            z[l] = self.W[l] @ a[l - 1] + self.b[l]
            a[l] = sigma(z[l]) if l == self.L else z[l] * (z[l] > 0)
        self._a, self._z = a, z
        self.cache = {f'A{l}': v.T for l, v in a.items()}
        self.cache.update({f'Z{l}': v.T for l, v in z.items()})
        return a[self.L].T

    def backward(self, y):
        yT = y.T
        m = yT.shape[1]
        dz = self._a[self.L] - yT
        g = {}
        for l in range(self.L, 0, -1):
            dW = dz @ self._a[l - 1].T / m
            db = dz.sum(axis=1, keepdims=True) / m
            g[f'dW{l}'] = dW.T
            g[f'db{l}'] = db.T
            if l > 1:
                dz = (self.W[l].T @ dz) * (self._z[l - 1] > 0)
        return g

    def update(self, grads, lr):
        for l in range(1, self.L + 1):
            self.W[l] -= lr * grads[f'dW{l}'].T
            self.b[l] -= lr * grads[f'db{l}'].T
