import numpy as np

ACTIVATIONS = {
    'relu': (lambda z: np.maximum(z, 0), lambda z: np.greater(z, 0)),
    'sigmoid': (lambda z: 0.5 * (1 + np.tanh(z / 2)), None),
}
PLAN = ('relu', 'relu', 'sigmoid')


def cross_entropy(y, p):
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return float(np.mean(np.sum(-y * np.log(p) - (1 - y) * np.log(1 - p), axis=1)))


class ThreeLayerNetwork:
    def __init__(self, layer_sizes, init=0.5):
        assert len(layer_sizes) == 4, 'three layers means four sizes'
        self.weights = [init * np.random.randn(*layer_sizes[i:i + 2]) for i in range(3)]
        self.biases = [np.zeros((1, layer_sizes[i + 1])) for i in range(3)]
        self.cache = {}
        self.losses = []

    def forward(self, X):
        c = {'A0': X}
        for i, kind in enumerate(PLAN):
            c[f'Z{i + 1}'] = c[f'A{i}'] @ self.weights[i] + self.biases[i]
            c[f'A{i + 1}'] = ACTIVATIONS[kind][0](c[f'Z{i + 1}'])
        self.cache = c
        return c['A3']

    def backward(self, y):
        c = self.cache
        self.losses.append(cross_entropy(y, c['A3']))
        m = y.shape[0]
        g = {'loss': self.losses[-1], 'm': m, 'dZ3': c['A3'] - y}
        for i in (2, 1, 0):
            g[f'dW{i + 1}'] = c[f'A{i}'].T @ g[f'dZ{i + 1}'] / m
            g[f'db{i + 1}'] = g[f'dZ{i + 1}'].mean(0)[np.newaxis]
            if i:
                g[f'dA{i}'] = g[f'dZ{i + 1}'] @ self.weights[i].T
                g[f'dZ{i}'] = ACTIVATIONS[PLAN[i - 1]][1](c[f'Z{i}']) * g[f'dA{i}']
        return g

    def update(self, grads, lr):
        for i in range(3):
            self.weights[i] = self.weights[i] - lr * grads[f'dW{i + 1}']
            self.biases[i] = self.biases[i] - lr * grads[f'db{i + 1}']


def train(epochs=200):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = ThreeLayerNetwork([2, 8, 8, 1])
    for _ in range(epochs):
        net.forward(X)
        net.update(net.backward(y), 0.5)
    return net.losses


import sys
losses = train()
print('loss went from %.3f to %.3f' % (losses[0], losses[-1]))
sys.exit(0)
