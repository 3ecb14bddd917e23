import numpy as np
from numpy import einsum


def h(z):
    return (np.sign(z) + np.abs(np.sign(z))) / 2


class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        gen = np.random.default_rng()
        self.weights = [gen.uniform(-1, 1, s) for s in zip(layer_sizes[:3], layer_sizes[1:])]
        self.biases = [np.zeros_like(w[:1]) for w in self.weights]
        self.cache = None

    def forward(self, X):
        (U, V, W), (a, b, c) = self.weights, self.biases
        z1 = einsum('ni,ij->nj', X, U) + a
        x1 = einsum('nj,nj->nj', h(z1), z1)
        z2 = einsum('nj,jk->nk', x1, V) + b
        x2 = einsum('nk,nk->nk', h(z2), z2)
        z3 = einsum('nk,ko->no', x2, W) + c
        x3 = np.exp(-np.logaddexp(0.0, -z3))
        self.cache = dict(A0=X, Z1=z1, A1=x1, Z2=z2, A2=x2, Z3=z3, A3=x3)
        return x3

    def backward(self, y):
        _, V, W = self.weights
        k = self.cache
        n = 1.0 / len(y)
        e3 = k['A3'] - y
        p2 = einsum('no,ko->nk', e3, W)
        e2 = einsum('nk,nk->nk', p2, h(k['Z2']))
        p1 = einsum('nk,jk->nj', e2, V)
        e1 = einsum('nj,nj->nj', p1, h(k['Z1']))
        avg = lambda e: n * einsum('nj->j', e).reshape(1, -1)
        return dict(
            dZ3=e3, dA2=p2, dZ2=e2, dA1=p1, dZ1=e1,
            dW3=n * einsum('nk,no->ko', k['A2'], e3), db3=avg(e3),
            dW2=n * einsum('nj,nk->jk', k['A1'], e2), db2=avg(e2),
            dW1=n * einsum('ni,nj->ij', k['A0'], e1), db1=avg(e1),
        )

    def update(self, grads, lr):
        self.weights = [w - 0.01 * grads['dW' + i] for w, i in zip(self.weights, '123')]
        self.biases = [b - 0.01 * grads['db' + i] for b, i in zip(self.biases, '123')]
