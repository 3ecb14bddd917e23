"""forward records a closure per layer; backward plays the tape back to front."""
import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        pairs = list(zip(layer_sizes, layer_sizes[1:]))
        self.weights = [np.random.randn(*p) * np.sqrt(1.0 / p[0]) for p in pairs]
        self.biases = [np.zeros((1, p[1])) for p in pairs]
        self.tape = []
        self.cache = {}

    def _linear(self, A, l):
        W, b = self.weights[l - 1], self.biases[l - 1]

        def back(d, grads):
            k = len(self.weights) - l + 1
            grads['dW%d' % k] = A.T @ d / len(A)
            grads['db%d' % k] = d.sum(axis=0, keepdims=True) / len(A)
            return d @ W.T

        self.tape.append(back)
        return A @ W + b

    def _relu(self, Z):
        gate = Z > 0
        self.tape.append(lambda d, grads: d * gate)
        return np.where(gate, Z, 0)

    def _sigmoid(self, Z):
        with np.errstate(over='ignore'):
            return 1 / (1 + np.exp(-Z))

    def forward(self, X):
        self.tape = []
        cache = {'A0': X.copy()}
        A = X.copy()
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = self._linear(A, l)
            A = self._relu(Z) if l < L else self._sigmoid(Z)
            cache['Z%d' % l], cache['A%d' % l] = Z, A
        self.cache = cache
        return A.copy()

    def backward(self, y):
        grads = {}
        d = self.cache['A%d' % len(self.weights)] - y
        for back in self.tape[::-1]:
            d = back(d, grads)
        return grads

    def update(self, grads, lr):
        for l in range(1, len(self.weights) + 1):
            self.weights[l - 1] = self.weights[l - 1] - lr * grads['dW%d' % l]
            self.biases[l - 1] = self.biases[l - 1] - lr * grads['db%d' % l]
