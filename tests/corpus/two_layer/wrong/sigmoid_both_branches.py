import numpy as np
from types import SimpleNamespace


def sigmoid(z):
    z = np.asarray(z, float)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)


def relu(z):
    return 0.5 * (np.abs(z) + z)


def relu_derivative(z):
    return 0.5 * (np.sign(z) + np.abs(np.sign(z)))


def two_layer_forward(params, x):
    q = SimpleNamespace(**params)
    z1 = (x.T @ q.W1.T + q.b1.T).T        # rows are samples in between
    a1 = relu(z1)
    z2 = (a1.T @ q.W2.T + q.b2.T).T
    a2 = sigmoid(z2)
    return {'x': x, 'z1': z1, 'a1': a1, 'z2': z2, 'a2': a2}


def two_layer_backward(params, cache, y):
    """Row convention inside, columns at the border."""
    q, c = SimpleNamespace(**params), SimpleNamespace(**{k: cache[k].T for k in ('x', 'z1', 'a1', 'a2')})
    Dz2 = c.a2 - y.T
    DW2 = c.a1.T @ Dz2
    Db2 = Dz2.sum(axis=0, keepdims=True)
    Da1 = Dz2 @ q.W2
    Dz1 = Da1 * relu_derivative(c.z1)
    DW1 = c.x.T @ Dz1
    Db1 = Dz1.sum(axis=0, keepdims=True)
    return {'dz2': Dz2.T, 'dW2': DW2.T, 'db2': Db2.T, 'da1': Da1.T, 'dz1': Dz1.T, 'dW1': DW1.T, 'db1': Db1.T}
