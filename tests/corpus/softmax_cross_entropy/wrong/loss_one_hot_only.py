import numpy as np


def softmax(Z):
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


def cross_entropy(Y, P):
    picked = P[np.arange(len(Y)), np.argmax(Y, axis=1)]
    return -np.mean(np.log(picked + 1e-12))


def softmax_backward(dP, P):
    return P * (dP - np.sum(dP * P, axis=1, keepdims=True))


def softmax_cross_entropy_gradient(Y, Z):
    return (softmax(Z) - Y) / Y.shape[0]


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.layer_sizes = layer_sizes
        self.L = len(layer_sizes) - 1
        self.weights = []
        self.biases = []
        for l in range(self.L):
            self.weights.append(np.random.randn(layer_sizes[l], layer_sizes[l + 1]) * 0.5)
            self.biases.append(np.zeros((1, layer_sizes[l + 1])))
        self.cache = {}

    def relu(self, Z):
        return np.maximum(0, Z)

    def relu_derivative(self, Z):
        return (Z > 0).astype(float)

    def forward(self, X):
        self.cache = {'A0': X}
        A = X
        for l in range(1, self.L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = softmax(Z) if l == self.L else self.relu(Z)
            self.cache[f'Z{l}'] = Z
            self.cache[f'A{l}'] = A
        return A

    def backward(self, y):
        m = y.shape[0]
        grads = {}
        dZ = self.cache[f'A{self.L}'] - y
        for l in range(self.L, 0, -1):
            grads[f'dW{l}'] = self.cache[f'A{l - 1}'].T @ dZ / m
            grads[f'db{l}'] = np.sum(dZ, axis=0, keepdims=True) / m
            if l > 1:
                dA = dZ @ self.weights[l - 1].T
                dZ = dA * self.relu_derivative(self.cache[f'Z{l - 1}'])
        return grads

    def update(self, grads, lr):
        for l in range(1, self.L + 1):
            self.weights[l - 1] -= lr * grads[f'dW{l}']
            self.biases[l - 1] -= lr * grads[f'db{l}']


if __name__ == '__main__':
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    nn = SoftmaxNetwork([2, 8, 2])
    for epoch in range(1000):
        P = nn.forward(X)
        if epoch % 200 == 0:
            print(epoch, cross_entropy(y, P))
        nn.update(nn.backward(y), 1.0)
    print(nn.forward(X).round(3))
