import numpy as np


class Tanh:
    def __call__(self, z):
        return np.tanh(z)

    def derivative(self, z):
        t = np.tanh(z)
        return np.ones_like(t) - t * t


class Sigmoid:
    def __call__(self, z):
        return np.where(z > 0, 1 / (1 + np.exp(-np.maximum(z, 0))), 1 - 1 / (1 + np.exp(np.minimum(z, 0))))


tanh = Tanh()
tanh_derivative = tanh.derivative


class TanhNetwork:
    def __init__(self, layer_sizes, activation=tanh, momentum=0.0, weight_decay=0.0):
        self.g = activation
        self.out = Sigmoid()
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.weights = [np.random.randn(a, b) * np.sqrt(1 / a) for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.speed_W = [np.zeros_like(W) for W in self.weights]
        self.speed_b = [np.zeros_like(b) for b in self.biases]
        self.cache = {}

    def forward(self, X):
        N = len(self.weights)
        self.cache = {'A0': X, 'layers': N, 'network': 'tanh'}
        for i in range(N):
            Z = self.cache['A' + str(i)].dot(self.weights[i]) + self.biases[i]
            self.cache['Z' + str(i + 1)] = Z
            self.cache['A' + str(i + 1)] = self.out(Z) if i == N - 1 else self.g(Z)
        return self.cache['A' + str(N)]

    def backward(self, y):
        N = self.cache['layers']
        batch = self.cache['A0'].shape[0]
        grads = {}
        delta = self.cache['A' + str(N)] - y
        for i in reversed(range(N)):
            grads['dW' + str(i + 1)] = self.cache['A' + str(i)].T.dot(delta) / batch
            grads['db' + str(i + 1)] = np.ones((1, batch)).dot(delta) / batch
            grads['delta' + str(i + 1)] = delta
            if i:
                delta = delta.dot(self.weights[i].T) * tanh_prime(self.cache['Z' + str(i)])
        return grads

    def update(self, grads, lr):
        for i in range(len(self.weights)):
            self.speed_W[i] = self.momentum * self.speed_W[i] + grads['dW' + str(i + 1)]
            self.speed_b[i] = self.momentum * self.speed_b[i] + grads['db' + str(i + 1)]
            self.weights[i] *= 1 - lr * self.weight_decay
            self.weights[i] -= lr * self.speed_W[i]
            self.biases[i] -= lr * self.speed_b[i]
