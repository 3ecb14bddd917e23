import numpy as np

np.random.seed(0)


def tanh(z):
    return np.sinh(np.clip(z, -200, 200)) / np.cosh(np.clip(z, -200, 200))


def tanh_derivative(z):
    """sech squared"""
    return np.cosh(np.clip(z, -200, 200)) ** -2.0


class TanhNetwork:
    def __init__(self, layer_sizes):
        self.W = [None] + [0.5 * np.random.randn(a, b) for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.b = [None] + [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.weights, self.biases = self.W[1:], self.b[1:]
        self.L = len(layer_sizes) - 1

    def forward(self, X):
        self.A, self.Z = [X], [None]
        for l in range(1, self.L + 1):
            self.Z += [self.A[-1] @ self.W[l] + self.b[l]]
            self.A += [self.output(self.Z[l]) if l == self.L else tanh(self.Z[l])]
        self.cache = {'A0': X}
        for l in range(1, self.L + 1):
            self.cache['Z' + str(l)], self.cache['A' + str(l)] = self.Z[l], self.A[l]
        return self.A[-1]

    def output(self, z):
        old = np.seterr(all='ignore')
        p = 1 / (1 + np.exp(-z))
        np.seterr(**old)
        return p

    def loss(self, y):
        p = self.A[-1]
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def backward(self, y):
        g, m = {}, len(y)
        d = self.A[self.L] - y
        for l in range(self.L, 0, -1):
            g['dW' + str(l)], g['db' + str(l)] = self.A[l - 1].T @ d / m, d.sum(0, keepdims=True) / m
            if l > 1:
                d = d @ self.W[l].T * tanh_derivative(self.Z[l - 1])
        return g

    def update(self, grads, lr):
        for l in range(1, self.L + 1):
            self.W[l] -= lr * grads['dW' + str(l)]
            self.b[l] -= lr * grads['db' + str(l)]


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
nn = TanhNetwork([2, 8, 1])
for epoch in range(301):
    nn.forward(X)
    nn.update(nn.backward(y), 1.0)
    if epoch % 100 == 0:
        print('epoch', epoch, 'loss', nn.loss(y))
quit()
