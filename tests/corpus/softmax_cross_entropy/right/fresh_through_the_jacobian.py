import numpy as np

def softmax(Z):
    Z = Z - Z.max(axis=1).reshape(-1, 1)
    num = np.exp(Z)
    den = num.sum(axis=1).reshape(-1, 1)
    return num / den

def cross_entropy(Y, P):
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(Y > 0, Y * np.log(np.where(P == 0, 1e-20, P)), 0.0)
    return -terms.sum(axis=1).mean()

def softmax_backward(dP, P):
    m, k = P.shape
    J = P[:, :, None] * (np.eye(k)[None] - P[:, None, :])      # (m, k, k)
    return (J @ dP[:, :, None])[:, :, 0]

def softmax_cross_entropy_gradient(Y, Z):
    P = softmax(Z)
    dZ = P.copy()
    dZ -= Y
    dZ /= Z.shape[0]
    return dZ

def relu(z):
    return np.maximum(z, np.zeros_like(z))

def relu_derivative(z):
    return np.greater(z, 0) * 1

class SoftmaxNetwork:

    def __init__(self, layer_sizes):
        np.random.seed(7)
        self.sizes = layer_sizes
        self.L = len(layer_sizes) - 1
        self.weights = []
        self.biases = []
        for i in range(self.L):
            self.weights.append(np.random.randn(self.sizes[i], self.sizes[i+1]) * 0.1)
            self.biases.append(np.zeros((1, self.sizes[i+1])))
        self.cache = {}

    def _activation(self, l, Z):
        if l == self.L:
            return softmax(Z)
        return relu(Z)

    def forward(self, X):
        self.cache.clear()
        self.cache["A0"] = np.array(X, dtype=float)
        for l in range(1, self.L + 1):
            self.cache[f"Z{l}"] = self.cache[f"A{l-1}"] @ self.weights[l-1] + self.biases[l-1]
            self.cache[f"A{l}"] = self._activation(l, self.cache[f"Z{l}"])
        self.cache["shape"] = X.shape
        return self.cache[f"A{self.L}"].copy()

    def backward(self, y):
        m = y.shape[0]
        P = self.cache[f"A{self.L}"]
        # the two steps one by one: dL/dP and through softmax
        dP = -y / np.maximum(P, 1e-30) / m
        dZ = softmax_backward(dP, P)
        dZ = np.where(np.isfinite(dZ), dZ, (P - y) / m)
        grads = {}
        for l in range(self.L, 0, -1):
            grads[f"dZ{l}"] = dZ
            grads[f"dW{l}"] = self.cache[f"A{l-1}"].T @ dZ
            grads[f"db{l}"] = dZ.sum(axis=0, keepdims=True)
            if l > 1:
                dA = dZ @ self.weights[l-1].T
                dZ = dA * relu_derivative(self.cache[f"Z{l-1}"])
        return grads

    def update(self, grads, lr=0.1):
        for l in range(1, self.L + 1):
            self.weights[l-1] -= lr * grads[f"dW{l}"]
            self.biases[l-1] -= lr * grads[f"db{l}"]
