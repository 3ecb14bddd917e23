import numpy as np


def sigmoid(z):
    # stable for large |z|
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)


def relu(z):
    return np.maximum(0, z)


def relu_derivative(z):
    return (z > 0).astype(float)


def two_layer_forward(params, x):
    z1 = params['W1'] @ x + params['b1']
    a1 = relu(z1)
    z2 = params['W2'] @ a1 + params['b2']
    a2 = sigmoid(z2)
    return {'x': x, 'z1': z1, 'a1': a1, 'z2': z2, 'a2': a2}


def two_layer_backward(params, cache, y):
    grads = {}
    dz2 = y - cache['a2']
    grads['dz2'] = dz2
    grads['dW2'] = dz2 @ cache['a1'].T
    grads['db2'] = np.sum(dz2, axis=1, keepdims=True)
    da1 = params['W2'].T @ dz2
    grads['da1'] = da1
    dz1 = da1 * relu_derivative(cache['z1'])
    grads['dz1'] = dz1
    grads['dW1'] = dz1 @ cache['x'].T
    grads['db1'] = np.sum(dz1, axis=1)
    return grads
