import numpy as np

F = np.float32


class NeuralNetworkBackprop:
    """float32 like the big frameworks"""

    def __init__(self, layer_sizes):
        n = len(layer_sizes) - 1
        self.weights = [(np.random.rand(layer_sizes[i], layer_sizes[i + 1]) - 0.5).astype(F) for i in range(n)]
        self.biases = [np.zeros((1, layer_sizes[i + 1]), dtype=F) for i in range(n)]
        self.cache = dict()

    def forward(self, X):
        a = np.asarray(X, dtype=F)
        self.cache['A0'] = a
        for i, (W, b) in enumerate(zip(self.weights, self.biases)):
            z = np.dot(a, W) + b
            last = i == len(self.weights) - 1
            a = F(0.5) * (F(1) + np.tanh(z * F(0.5))) if last else np.maximum(z, F(0))
            self.cache['Z%i' % (i + 1)] = z
            self.cache['A%i' % (i + 1)] = a
        return a

    def backward(self, y):
        y = np.asarray(y, dtype=F)
        m = F(len(y))
        out = {}
        l = len(self.weights)
        dz = self.cache['A%i' % l] - y
        while l > 0:
            out['dW%i' % l] = np.dot(self.cache['A%i' % (l - 1)].T, dz) / m
            out['db%i' % l] = dz.sum(axis=0) / m
            l -= 1
            if l:
                dz = np.dot(dz, self.weights[l].T) * (self.cache['Z%i' % l] > 0)
        return out

    def update(self, grads, lr):
        for i in range(len(self.weights)):
            self.weights[i] = self.weights[i] - F(lr) * grads['dW%i' % (i + 1)]
            self.biases[i] = self.biases[i] - F(lr) * grads['db%i' % (i + 1)]
