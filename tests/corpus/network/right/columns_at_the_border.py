import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

class NeuralNetworkBackprop:
    """columns inside, transposed at the border"""
    def __init__(self, layer_sizes):
        self.sizes = list(layer_sizes)
        self.weights = [np.random.uniform(-0.7, 0.7, (a, b)) for a, b in zip(self.sizes[:-1], self.sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in self.sizes[1:]]
        self.cache = {}
    def forward(self, X):
        x = np.asarray(X, dtype=float).T
        self.cache = {"A0": x.T}
        a = x
        last = len(self.weights)
        for k, (W, b) in enumerate(zip(self.weights, self.biases), start=1):
            z = W.T @ a + b.T
            a = relu(z) if k < last else sigmoid(z)
            self.cache[f"Z{k}"], self.cache[f"A{k}"] = z.T, a.T
        return a.T
    def backward(self, y):
        L = len(self.weights)
        d = self.cache[f"A{L}"].T - np.asarray(y).T
        m = d.shape[1]
        grads = {}
        for k in range(L, 0, -1):
            grads[f"dW{k}"] = (d @ self.cache[f"A{k-1}"]).T / m
            grads[f"db{k}"] = d.sum(axis=1)[None, :] / m
            if k > 1:
                d = (self.weights[k-1] @ d) * relu_derivative(self.cache[f"Z{k-1}"].T)
        return grads
    def update(self, grads, lr):
        self.weights = [W - lr * grads[f"dW{k}"] for k, W in enumerate(self.weights, 1)]
        self.biases = [b - lr * grads[f"db{k}"] for k, b in enumerate(self.biases, 1)]
