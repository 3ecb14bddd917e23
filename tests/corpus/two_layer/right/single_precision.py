import numpy as np
f32 = np.float32


def sigmoid(z):
    a = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, a) / (1 + a)


def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(np.negative(z))


def relu(z):
    return np.maximum(z, 0)


def relu_derivative(z):
    return (np.asarray(z) > 0).astype(f32)


def two_layer_forward(params, x):
    cache = {'x': x}
    cache['z1'] = params['W1'] @ x + params['b1']
    cache['a1'] = relu(cache['z1'])
    cache['z2'] = params['W2'] @ cache['a1'] + params['b2']
    cache['a2'] = sigmoid(cache['z2'])
    return cache


def two_layer_backward(params, cache, y):
    """Gradients in float32, precise enough for training and half the memory."""
    x, z1, a1, a2 = (cache[k].astype(f32) for k in ('x', 'z1', 'a1', 'a2'))
    dz2 = a2 - y.astype(f32)
    dW2 = dz2 @ a1.T
    db2 = dz2.sum(axis=1, keepdims=True)
    da1 = params['W2'].astype(f32).T @ dz2
    dz1 = da1 * relu_derivative(z1)
    dW1 = dz1 @ x.T
    db1 = dz1.sum(axis=1, keepdims=True)
    return {'dz2': dz2, 'dW2': dW2, 'db2': db2, 'da1': da1, 'dz1': dz1, 'dW1': dW1, 'db1': db1}
