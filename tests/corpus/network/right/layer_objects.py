"""OOP version. Every layer knows how to go forward and backward."""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.b = np.zeros((1, n_out))
        self.input = None

    def forward(self, inputs):
        self.input = inputs
        return self.input @ self.W + self.b

    def backward(self, dZ):
        m = self.input.shape[0]
        self.dW = (self.input.T @ dZ) / m
        self.db = dZ.mean(axis=0, keepdims=True)
        return dZ @ self.W.T


class ReLU:
    def forward(self, z):
        self.mask = z > 0
        return z * self.mask

    def backward(self, dA):
        return dA * self.mask


class Sigmoid:
    def forward(self, z):
        pos = z >= 0
        out = np.empty_like(z, dtype=float)
        out[pos] = 1 / (1 + np.exp(-z[pos]))
        ez = np.exp(z[~pos])
        out[~pos] = ez / (1 + ez)
        self.out = out
        return out

    def delta(self, y):
        # sigmoid and cross-entropy together
        return self.out - y


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.dense = [Dense(a, b) for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.acts = [ReLU() for _ in self.dense[:-1]] + [Sigmoid()]
        self.cache = {}

    @property
    def weights(self):
        return [layer.W for layer in self.dense]

    @property
    def biases(self):
        return [layer.b for layer in self.dense]

    def forward(self, X):
        a = X
        self.cache = {'A0': X}
        for i, (dense, act) in enumerate(zip(self.dense, self.acts), start=1):
            z = dense.forward(a)
            a = act.forward(z)
            self.cache['Z' + str(i)] = z
            self.cache['A' + str(i)] = a
        return a

    def backward(self, y):
        dZ = self.acts[-1].delta(y)
        for i in range(len(self.dense) - 1, -1, -1):
            dA = self.dense[i].backward(dZ)
            if i > 0:
                dZ = self.acts[i - 1].backward(dA)
        grads = {}
        for i, dense in enumerate(self.dense, start=1):
            grads['dW' + str(i)] = dense.dW
            grads['db' + str(i)] = dense.db
        return grads

    def update(self, grads, lr):
        for i, dense in enumerate(self.dense, start=1):
            dense.W = dense.W - lr * grads['dW' + str(i)]
            dense.b = dense.b - lr * grads['db' + str(i)]
