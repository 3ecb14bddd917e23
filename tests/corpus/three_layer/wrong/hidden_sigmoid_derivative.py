import numpy as np


def initialise(sizes, rng):
    params = {}
    for l in range(1, 4):
        params['W%d' % l] = rng.standard_normal((sizes[l - 1], sizes[l])) * (2.0 / sizes[l - 1]) ** 0.5
        params['b%d' % l] = np.zeros((1, sizes[l]))
    return params


def forward_pass(params, X):
    store = {'A0': X}
    for l in range(1, 4):
        store['Z%d' % l] = store['A%d' % (l - 1)] @ params['W%d' % l] + params['b%d' % l]
        store['A%d' % l] = (np.vectorize(logistic, otypes=[float]) if l == 3 else rectifier)(store['Z%d' % l])
    return store


def logistic(t):
    if t >= 0:
        return 1 / (1 + np.exp(-t))
    return np.exp(t) / (1 + np.exp(t))


def rectifier(z):
    out = z.copy()
    out[out < 0] = 0
    return out


def backward_pass(params, store, y):
    m, g = y.shape[0], {}
    g['dZ3'] = np.subtract(store['A3'], y)
    for l in (3, 2, 1):
        g['dW%d' % l] = np.tensordot(store['A%d' % (l - 1)], g['dZ%d' % l], (0, 0)) / m
        g['db%d' % l] = np.full((1, m), 1 / m) @ g['dZ%d' % l]
        if l > 1:
            g['dA%d' % (l - 1)] = np.inner(g['dZ%d' % l], params['W%d' % l])
            g['dZ%d' % (l - 1)] = g['dA%d' % (l - 1)] * store['A%d' % (l - 1)] * (1 - store['A%d' % (l - 1)])
    return g


class ThreeLayerNetwork:
    """thin wrapper around the functions above"""

    def __init__(self, layer_sizes, seed=None):
        self.params = initialise(layer_sizes, np.random.default_rng(seed))
        self.cache = {}

    @property
    def weights(self):
        return [self.params['W1'], self.params['W2'], self.params['W3']]

    @property
    def biases(self):
        return [self.params['b1'], self.params['b2'], self.params['b3']]

    def forward(self, X):
        self.cache = forward_pass(self.params, X)
        return self.cache['A3']

    def backward(self, y):
        return backward_pass(self.params, self.cache, y)

    def update(self, grads, lr):
        for name in self.params:
            self.params[name] = self.params[name] - lr * grads['d' + name]
