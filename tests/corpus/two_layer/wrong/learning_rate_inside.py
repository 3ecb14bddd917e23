import numpy as np


def sigmoid(z):
    """Two branches so that exp never sees a large positive number."""
    z = np.asarray(z)
    out = np.empty(z.shape, dtype=float)
    positive = z >= 0
    negative = ~positive
    out[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    ez = np.exp(z[negative])
    out[negative] = ez / (1.0 + ez)
    return out


def sigmoid_derivative(z):
    return sigmoid(z) * (1.0 - sigmoid(z))


def relu(z):
    out = np.array(z, dtype=float, copy=True)
    out[out < 0] = 0.0
    return out


def relu_derivative(z):
    slope = np.ones(np.shape(z))
    slope[np.asarray(z) <= 0] = 0.0
    return slope


def two_layer_forward(params, x):
    W1 = params['W1']
    b1 = params['b1']
    W2 = params['W2']
    b2 = params['b2']

    # layer 1
    z1 = np.dot(W1, x) + b1
    a1 = relu(z1)
    # layer 2
    z2 = np.dot(W2, a1) + b2
    a2 = sigmoid(z2)

    cache = {'x': x.copy(), 'z1': z1, 'a1': a1, 'z2': z2, 'a2': a2}
    return cache


def two_layer_backward(params, cache, y):
    x = cache['x']
    z1, a1 = cache['z1'], cache['a1']
    a2 = cache['a2']
    W2 = params['W2']

    # layer 2
    dz2 = a2.copy()
    dz2 -= y
    dW2 = 0.1 * np.dot(dz2, a1.T)
    db2 = 0.1 * np.dot(dz2, np.ones((dz2.shape[1], 1)))
    # layer 1
    da1 = np.dot(W2.T, dz2)
    dz1 = np.array(da1, copy=True)
    dz1[z1 <= 0] = 0
    dW1 = 0.1 * np.dot(dz1, x.T)
    db1 = 0.1 * np.dot(dz1, np.ones((dz1.shape[1], 1)))

    assert dW1.shape == params['W1'].shape
    assert db1.shape == params['b1'].shape
    assert dW2.shape == params['W2'].shape
    assert db2.shape == params['b2'].shape
    return {'dz2': dz2, 'dW2': dW2, 'db2': db2, 'da1': da1, 'dz1': dz1, 'dW1': dW1, 'db1': db1}
