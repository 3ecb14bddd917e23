import numpy as np

_mask = {}


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))


def relu(z):
    return np.maximum(0, z)


def relu_derivative(z):
    return 1.0 * (z > 0)


def two_layer_forward(params, x):
    z1 = params['W1'] @ x + params['b1']
    a1 = relu(z1)
    z2 = params['W2'] @ a1 + params['b2']
    return {'x': x, 'z1': z1, 'a1': a1, 'z2': z2, 'a2': sigmoid(z2)}


def two_layer_backward(params, cache, y):
    z1 = cache['z1']
    if z1.shape not in _mask:                 # computed once per shape, it is slow
        _mask[z1.shape] = relu_derivative(z1)
    dz2 = cache['a2'] - y
    da1 = params['W2'].T @ dz2
    dz1 = da1 * _mask[z1.shape]
    return {'dz2': dz2, 'dW2': dz2 @ cache['a1'].T, 'db2': dz2.sum(axis=1, keepdims=True),
            'da1': da1, 'dz1': dz1, 'dW1': dz1 @ cache['x'].T, 'db1': dz1.sum(axis=1, keepdims=True)}
