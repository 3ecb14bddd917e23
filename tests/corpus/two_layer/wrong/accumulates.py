import numpy as np

grads = {}


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)


def relu(z):
    return np.maximum(0, z)


def relu_derivative(z):
    return np.where(z > 0, 1.0, 0.0)


def two_layer_forward(params, x):
    z1 = params['W1'] @ x + params['b1']
    a1 = relu(z1)
    z2 = params['W2'] @ a1 + params['b2']
    return {'x': x, 'z1': z1, 'a1': a1, 'z2': z2, 'a2': sigmoid(z2)}


def add(name, value):
    """A parameter may be used several times, so its gradients add up."""
    old = grads.get(name)
    grads[name] = value if old is None or old.shape != value.shape else old + value


def two_layer_backward(params, cache, y):
    dz2 = cache['a2'] - y
    da1 = params['W2'].T @ dz2
    dz1 = da1 * relu_derivative(cache['z1'])
    grads.update(dz2=dz2, da1=da1, dz1=dz1)
    add('dW2', dz2 @ cache['a1'].T)
    add('db2', dz2.sum(axis=1, keepdims=True))
    add('dW1', dz1 @ cache['x'].T)
    add('db1', dz1.sum(axis=1, keepdims=True))
    return dict(grads)
