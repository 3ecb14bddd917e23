import numpy as np

# bias trick: append a row of ones to the input and the bias as a last column to the weights

def with_ones(a):
    return np.vstack([a, np.ones((1, a.shape[1]))])


def theta(params, layer):
    return np.hstack([params[f'W{layer}'], params[f'b{layer}']])


def sigmoid(z):
    with np.errstate(over='ignore'):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def sigmoid_derivative(z):
    e = np.exp(-np.asarray(z, dtype=float))
    return e / (1 + e) ** 2


def relu(z):
    return np.fmax(z, 0)


def relu_derivative(z):
    return 1.0 * (z > 0)


def two_layer_forward(params, x):
    z1 = theta(params, 1) @ with_ones(x)
    a1 = relu(z1)
    z2 = theta(params, 2) @ with_ones(a1)
    return {'x': x, 'z1': z1, 'a1': a1, 'z2': z2, 'a2': sigmoid(z2)}


def two_layer_backward(params, cache, y):
    dz2 = cache['a2'] - y
    both2 = dz2 @ with_ones(cache['a1']).T
    da1 = theta(params, 2).T[:-1] @ dz2
    dz1 = da1 * relu_derivative(cache['z1'])
    both1 = dz1 @ with_ones(cache['x']).T
    return {'dz2': dz2, 'dW2': both2[:, :-1], 'db2': both2[:, -1:],
            'da1': da1, 'dz1': dz1, 'dW1': both1[:, :-1], 'db1': both1[:, -1:]}
