# exercise 2, bob
import numpy as np

tanh = np.tanh


def tanh_derivative(z):
    return 1 - z**2


def sigmoid(z):
    return 1/(1 + np.exp(-np.clip(z, -500, 500)))


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.num_layers = len(layer_sizes) - 1
        self.weights = []
        self.biases = []
        for i in range(self.num_layers):
            n_in, n_out = layer_sizes[i], layer_sizes[i+1]
            self.weights.append(np.random.randn(n_in, n_out) * 0.5)
            self.biases.append(np.zeros((1, n_out)))
        self.cache = {}

    def forward(self, X):
        self.cache = {'A0': X}
        for i in range(1, self.num_layers + 1):
            Z = np.dot(self.cache['A' + str(i-1)], self.weights[i-1]) + self.biases[i-1]
            self.cache['Z' + str(i)] = Z
            if i < self.num_layers:
                self.cache['A' + str(i)] = tanh(Z)
            else:
                self.cache['A' + str(i)] = sigmoid(Z)
        return self.cache['A' + str(self.num_layers)]

    def backward(self, y):
        m = y.shape[0]
        grads = {}
        i = self.num_layers
        dZ = self.cache['A' + str(i)] - y
        while i > 0:
            grads['dW' + str(i)] = np.dot(self.cache['A' + str(i-1)].T, dZ) / m
            grads['db' + str(i)] = np.mean(dZ, axis=0, keepdims=True)
            i = i - 1
            if i > 0:
                dZ = np.dot(dZ, self.weights[i].T) * tanh_derivative(self.cache['Z' + str(i)])
        return grads

    def update(self, grads, lr):
        for i in range(self.num_layers):
            self.weights[i] = self.weights[i] - lr * grads['dW' + str(i+1)]
            self.biases[i] = self.biases[i] - lr * grads['db' + str(i+1)]


if __name__ == '__main__':
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = TanhNetwork([2, 4, 1])
    for epoch in range(5000):
        a = net.forward(X)
        net.update(net.backward(y), 0.5)
    print(a.round(3))
