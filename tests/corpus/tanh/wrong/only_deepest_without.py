import itertools

import numpy as np

tanh = np.tanh


def tanh_derivative(z):
    return np.square(np.reciprocal(np.cosh(np.clip(z, -300.0, 300.0))))


def sigma(z):
    return np.exp(-np.logaddexp(0, -z))


class TanhNetwork:
    def __init__(self, layer_sizes, rng=None):
        rng = rng or np.random.default_rng()
        self.weights = [rng.standard_normal(p) * p[0] ** -0.5 for p in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, n)) for n in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        acts = [tanh] * (len(self.weights) - 1) + [sigma]
        layers = zip(acts, self.weights, self.biases)

        def step(pair, layer):
            f, W, b = layer
            z = np.einsum('bi,io->bo', pair[1], W) + b
            return z, f(z)

        pairs = list(itertools.accumulate(layers, step, initial=(None, X)))
        self.cache = {f'A{l}': a for l, (_, a) in enumerate(pairs)}
        self.cache.update((f'Z{l}', z) for l, (z, _) in enumerate(pairs) if l)
        return pairs[-1][1]

    def backward(self, y):
        L, c = len(self.weights), self.cache

        def down(delta, l):
            slope = tanh_derivative(c[f'Z{l}']) if l == L - 1 else np.ones_like(c[f'Z{l}'])
            return np.einsum('bo,io,bi->bi', delta, self.weights[l], slope)

        deltas = list(itertools.accumulate(range(L - 1, 0, -1), down, initial=c[f'A{L}'] - y))[::-1]
        return {
            name: value
            for l, d in enumerate(deltas, 1)
            for name, value in (
                (f'dW{l}', np.einsum('bi,bo->io', c[f'A{l - 1}'], d) / len(d)),
                (f'db{l}', np.einsum('bo->o', d).reshape(1, -1) / len(d)),
            )
        }

    def update(self, grads, lr):
        for l, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            np.add(W, -lr * grads[f'dW{l}'], out=W)
            np.add(b, -lr * grads[f'db{l}'], out=b)
