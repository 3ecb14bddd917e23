import numpy as np
np.random.seed(7)


def softmax(Z):
    e = np.exp(np.subtract(Z, np.max(Z, axis=1, keepdims=True)))
    return np.divide(e, np.sum(e, axis=1, keepdims=True))


def cross_entropy(Y, P):
    return -np.sum(Y * np.log(np.clip(P, 1e-12, None))) / np.shape(P)[0]


def softmax_backward(dP, P):
    s = np.sum(P * dP, axis=1, keepdims=True)
    return P * dP - s * P


def softmax_cross_entropy_gradient(Y, Z):
    return softmax_backward(np.zeros(np.shape(Z)), softmax(Z)) + (softmax(Z) - Y) / np.shape(Z)[0]


class SoftmaxNetwork:
    def __init__(self, layer_sizes, scale=0.5):
        self.weights = [scale * np.random.randn(i, o) for i, o in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, o)) for o in layer_sizes[1:]]
        self.cache = {}
        self.masks = {}

    def forward(self, X):
        L = len(self.weights)
        self.cache = {'A0': X}
        for l in range(1, L):
            Z = self.cache[f'A{l-1}'] @ self.weights[l-1] + self.biases[l-1]
            if l not in self.masks or self.masks[l].shape != Z.shape:
                self.masks[l] = Z > 0
            self.cache[f'Z{l}'] = Z
            self.cache[f'A{l}'] = Z * (Z > 0)
        Z = self.cache[f'A{L-1}'] @ self.weights[L-1] + self.biases[L-1]
        self.cache[f'Z{L}'] = Z
        self.cache[f'A{L}'] = softmax(Z)
        return self.cache[f'A{L}']

    def backward(self, y):
        """float32 arithmetic from here on"""
        f = np.float32
        L, m = len(self.weights), f(len(y))
        D = (self.cache[f'A{L}'] - y).astype(f) / m
        grads = {}
        for l in range(L, 0, -1):
            grads[f'dW{l}'] = self.cache[f'A{l-1}'].astype(f).T @ D
            grads[f'db{l}'] = D.sum(axis=0, keepdims=True)
            if l > 1:
                D = D @ self.weights[l-1].astype(f).T * self.masks[l-1]
        return grads

    def update(self, grads, lr):
        for l, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            W -= lr * grads[f'dW{l}']
            b -= lr * grads[f'db{l}']
