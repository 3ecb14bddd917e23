import numpy as np


def sigmoid(Z):
    A = 1 / (1 + np.exp(-Z))
    cache = Z
    return A, cache


def relu(Z):
    A = np.maximum(0, Z)
    assert (A.shape == Z.shape)
    cache = Z
    return A, cache


def relu_backward(dA, cache):
    Z = cache
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def sigmoid_backward(dA, cache):
    Z = cache
    s = np.clip(1 / (1 + np.exp(-Z)), 1e-10, 1 - 1e-10)
    dZ = dA * s * (1 - s)
    return dZ


def linear_backward(dZ, cache):
    A_prev, W = cache
    m = A_prev.shape[0]
    dW = np.dot(A_prev.T, dZ) / m
    db = np.sum(dZ, axis=0, keepdims=True) / m
    dA_prev = np.dot(dZ, W.T)
    return dA_prev, dW, db


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        for l in range(1, len(layer_sizes)):
            self.weights.append(np.random.randn(layer_sizes[l - 1], layer_sizes[l]) / np.sqrt(layer_sizes[l - 1]))
            self.biases.append(np.zeros((1, layer_sizes[l])))

    def forward(self, X):
        self.caches = []
        self.cache = {'A0': X}
        A = X
        for l in range(3):
            A_prev = A
            Z = np.dot(A_prev, self.weights[l]) + self.biases[l]
            A, activation_cache = relu(Z) if l < 2 else sigmoid(Z)
            self.caches.append(((A_prev, self.weights[l]), activation_cache))
            self.cache['Z' + str(l + 1)] = Z
            self.cache['A' + str(l + 1)] = A
        return A

    def backward(self, y):
        grads = {}
        AL = np.clip(self.cache['A3'], 1e-10, 1 - 1e-10)
        dA = -(np.divide(y, AL) - np.divide(1 - y, 1 - AL))
        for l in (3, 2, 1):
            linear_cache, activation_cache = self.caches[l - 1]
            if l == 3:
                dZ = activation_cache - y
            else:
                grads['dA' + str(l)] = dA
                dZ = relu_backward(dA, activation_cache)
            grads['dZ' + str(l)] = dZ
            dA, grads['dW' + str(l)], grads['db' + str(l)] = linear_backward(dZ, linear_cache)
        return grads

    def update(self, grads, lr):
        for l in range(3):
            self.weights[l] = self.weights[l] - lr * grads['dW' + str(l + 1)]
            self.biases[l] = self.biases[l] - lr * grads['db' + str(l + 1)]
