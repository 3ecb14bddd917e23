import numpy as np


class NeuralNetworkBackprop(object):
    def __init__(self, layer_sizes, eps=1e-8):
        self.eps = eps
        self.layer_dims = layer_sizes
        self.weights = []
        self.biases = []
        for l in range(1, len(layer_sizes)):
            limit = np.sqrt(6 / (layer_sizes[l - 1] + layer_sizes[l]))
            self.weights.append(np.random.uniform(-limit, limit, (layer_sizes[l - 1], layer_sizes[l])))
            self.biases.append(np.zeros((1, layer_sizes[l])))

    def linear_forward(self, A, W, b):
        Z = np.dot(A, W) + b
        return Z, (A, W, b)

    def forward(self, X):
        self.cache = {}
        self.linear_caches = []
        A = X
        self.cache["A0"] = A
        L = len(self.weights)
        for l in range(1, L):
            Z, linear_cache = self.linear_forward(A, self.weights[l - 1], self.biases[l - 1])
            A = np.maximum(Z, 0)
            self.linear_caches.append((linear_cache, Z))
            self.cache["Z" + str(l)] = Z
            self.cache["A" + str(l)] = A
        Z, linear_cache = self.linear_forward(A, self.weights[L - 1], self.biases[L - 1])
        AL = 1 / (1 + np.exp(-Z))
        self.linear_caches.append((linear_cache, Z))
        self.cache["Z" + str(L)] = Z
        self.cache["A" + str(L)] = AL
        return AL

    def linear_backward(self, dZ, linear_cache):
        A_prev, W, b = linear_cache
        m = A_prev.shape[0]
        dW = 1 / m * np.dot(A_prev.T, dZ)
        db = 1 / m * np.sum(dZ, axis=0, keepdims=True)
        dA_prev = np.dot(dZ, W.T)
        return dA_prev, dW, db

    def backward(self, y):
        grads = {}
        L = len(self.linear_caches)
        AL = self.cache["A" + str(L)]
        dAL = -(np.divide(y, AL + self.eps) - np.divide(1 - y, 1 - AL + self.eps))
        linear_cache, Z = self.linear_caches[L - 1]
        dZ = dAL * AL * (1 - AL) * AL * (1 - AL)
        dA_prev, grads["dW" + str(L)], grads["db" + str(L)] = self.linear_backward(dZ, linear_cache)
        for l in reversed(range(1, L)):
            linear_cache, Z = self.linear_caches[l - 1]
            dZ = np.array(dA_prev, copy=True)
            dZ[Z <= 0] = 0
            dA_prev, grads["dW" + str(l)], grads["db" + str(l)] = self.linear_backward(dZ, linear_cache)
        return grads

    def update(self, grads, lr):
        L = len(self.weights)
        for l in range(L):
            self.weights[l] = self.weights[l] - lr * grads["dW" + str(l + 1)]
            self.biases[l] = self.biases[l] - lr * grads["db" + str(l + 1)]
