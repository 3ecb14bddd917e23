import numpy as np


class Layer:
    """Fully connected layer with activation. Keeps what backward needs."""

    def __init__(self, size_in, size_out):
        self.W = np.random.randn(size_in, size_out) / np.sqrt(size_in)
        self.b = np.zeros((1, size_out))

    def activation(self, z):
        raise NotImplementedError

    def forward(self, A_prev):
        self.A_prev = A_prev
        self.Z = A_prev @ self.W + self.b
        self.A = self.activation(self.Z)
        return self.A

    def gradients(self):
        m = self.A_prev.shape[0]
        self.dW = self.A_prev.T @ self.dZ / m
        self.db = self.dZ.sum(axis=0, keepdims=True)

    def pass_back(self):
        return self.dZ @ self.W.T

    def step(self, dW, db, lr):
        self.W -= lr * dW
        self.b -= lr * db


class HiddenLayer(Layer):
    def activation(self, z):
        return np.maximum(z, 0)

    def backward(self, dA):
        self.dA = dA
        self.dZ = dA * (self.Z > 0).astype(int)
        self.gradients()
        return self.pass_back()


class OutputLayer(Layer):
    def activation(self, z):
        return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))

    def backward(self, y):
        self.dZ = self.A - y
        self.gradients()
        return self.pass_back()


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.layers = [
            HiddenLayer(layer_sizes[0], layer_sizes[1]),
            HiddenLayer(layer_sizes[1], layer_sizes[2]),
            OutputLayer(layer_sizes[2], layer_sizes[3]),
        ]
        self.weights = [layer.W for layer in self.layers]
        self.biases = [layer.b for layer in self.layers]
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': X}
        out = X
        for number, layer in enumerate(self.layers, 1):
            out = layer.forward(out)
            self.cache[f'Z{number}'] = layer.Z
            self.cache[f'A{number}'] = layer.A
        return out

    def backward(self, y):
        signal = y
        for layer in reversed(self.layers):
            signal = layer.backward(signal)
        grads = {}
        for number, layer in enumerate(self.layers, 1):
            grads[f'dW{number}'], grads[f'db{number}'] = layer.dW, layer.db
            grads[f'dZ{number}'] = layer.dZ
            if number < 3:
                grads[f'dA{number}'] = layer.dA
        return grads

    def update(self, grads, lr):
        for number, layer in enumerate(self.layers, 1):
            layer.step(grads[f'dW{number}'], grads[f'db{number}'], lr)
