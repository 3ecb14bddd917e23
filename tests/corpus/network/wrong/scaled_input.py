import numpy as np

EPS = 1e-7


def sigmoid(z):
    # keep away from 0 and 1, otherwise log() and the division below explode
    with np.errstate(over='ignore'):
        return np.clip(1.0 / (1.0 + np.exp(-z)), EPS, 1 - EPS)


def sigmoid_prime_from_a(a):
    return a * (1 - a)


def relu(z):
    return (np.abs(z) + z) / 2


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.num_layers = len(layer_sizes)
        self.weights = [np.random.normal(0, 0.5, size=(x, y)) for x, y in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.biases = [np.zeros((1, y)) for y in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        self.cache['A0'] = X
        activation = X / np.max(np.abs(X))
        for k in range(1, self.num_layers):
            z = np.matmul(activation, self.weights[k - 1]) + self.biases[k - 1]
            activation = sigmoid(z) if k == self.num_layers - 1 else relu(z)
            self.cache.update({f'Z{k}': z, f'A{k}': activation})
        return activation

    def backward(self, y):
        nabla = {}
        k = self.num_layers - 1
        a = self.cache[f'A{k}']
        m = a.shape[0]
        # the long way round: dL/da first, then through the sigmoid
        dA = -(y / a) + (1 - y) / (1 - a)
        dZ = dA * sigmoid_prime_from_a(a)
        nabla[f'dW{k}'] = np.matmul(self.cache[f'A{k-1}'].T, dZ) / m
        nabla[f'db{k}'] = dZ.sum(axis=0, keepdims=True) / m
        for k in range(self.num_layers - 2, 0, -1):
            dA = np.matmul(dZ, self.weights[k].T)
            dZ = np.where(self.cache[f'Z{k}'] > 0, dA, 0)
            nabla[f'dW{k}'] = np.matmul(self.cache[f'A{k-1}'].T, dZ) / m
            nabla[f'db{k}'] = dZ.sum(axis=0, keepdims=True) / m
        return nabla

    def update(self, grads, lr):
        for k in range(1, self.num_layers):
            self.weights[k - 1] += -lr * grads[f'dW{k}']
            self.biases[k - 1] += -lr * grads[f'db{k}']
