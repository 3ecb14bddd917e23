import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z >= 0, z < 0], [lambda t: 1 / (1 + np.exp(-t)), lambda t: np.exp(t) / (1 + np.exp(t))])


def sigmoid_derivative(z):
    a = sigmoid(z)
    return a - a * a


def relu(z):
    return np.maximum(z, np.zeros_like(z))


def relu_derivative(z):
    return np.where(z > 0, 1, 0)


def two_layer_forward(params, x):
    z1s, a1s, z2s, a2s = [], [], [], []
    for column in x.T:
        z1 = params['W1'] @ column.reshape(-1, 1) + params['b1']
        a1 = relu(z1)
        z2 = params['W2'] @ a1 + params['b2']
        a2 = sigmoid(z2)
        for store, v in zip((z1s, a1s, z2s, a2s), (z1, a1, z2, a2)):
            store.append(v)
    return {'x': x, 'z1': np.hstack(z1s), 'a1': np.hstack(a1s), 'z2': np.hstack(z2s), 'a2': np.hstack(a2s)}


def one_sample(params, x, z1, a1, a2, y):
    """Gradients of one sample; all arguments are columns."""
    dz2 = a2 - y
    da1 = params['W2'].T @ dz2
    dz1 = da1 * drelu(z1)
    return dz2, np.outer(dz2, a1), dz2, da1, dz1, np.outer(dz1, x), dz1


def two_layer_backward(params, cache, y):
    parts = []
    for s in range(y.shape[1]):
        pick = lambda k: cache[k][:, s:s + 1]
        parts.append(one_sample(params, pick('x'), pick('z1'), pick('a1'), pick('a2'), y[:, s:s + 1]))
    dz2, dW2, db2, da1, dz1, dW1, db1 = zip(*parts)
    return {
        'dz2': np.concatenate(dz2, axis=1), 'dW2': sum(dW2), 'db2': sum(db2),
        'da1': np.concatenate(da1, axis=1), 'dz1': np.concatenate(dz1, axis=1), 'dW1': sum(dW1), 'db1': sum(db1),
    }
