import numpy as np

def relu(z):
    return np.maximum(0, z)

def d_relu(z):
    return (z > 0).astype(float)

def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))


class Couche:
    """une couche dense et son activation"""
    def __init__(self, entree, sortie, derniere):
        self.W = np.random.uniform(-0.5, 0.5, (entree, sortie))
        self.b = np.zeros((1, sortie))
        self.derniere = derniere
    def avant(self, A):
        self.A_prec = A
        self.Z = A @ self.W + self.b
        self.A = sigmoid(self.Z) if self.derniere else relu(self.Z)
        return self.A
    def arriere(self, dA=None, y=None):
        self.dA = dA
        self.dZ = self.A - y if self.derniere else dA * d_relu(self.Z)
        m = self.dZ.shape[0]
        self.dW = self.A_prec.T @ self.dZ / m
        self.db = self.dZ.sum(axis=0, keepdims=True) / m
        return self.dZ @ self.W.T

class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        n = len(layer_sizes) - 1
        self.couches = [Couche(layer_sizes[i], layer_sizes[i + 1], i == n - 1) for i in range(n)]
    @property
    def weights(self):
        return [c.W for c in self.couches]
    @property
    def biases(self):
        return [c.b for c in self.couches]
    @property
    def cache(self):
        d = {'A0': self.couches[0].A_prec}
        for i, c in enumerate(self.couches, 1):
            d['Z%d' % i], d['A%d' % i] = c.Z, c.A
        return d
    def forward(self, X):
        for c in self.couches:
            X = c.avant(X)
        return X
    def backward(self, y):
        dA = None
        for c in reversed(self.couches):
            dA = c.arriere(dA, y)
        g = {}
        for i, c in enumerate(self.couches, 1):
            g['dW%d' % i], g['db%d' % i] = c.dW, c.db
        return g
    def update(self, grads, lr):
        for i, c in enumerate(self.couches, 1):
            c.W -= lr * grads['dW%d' % i]
            c.b -= lr * grads['db%d' % i]
