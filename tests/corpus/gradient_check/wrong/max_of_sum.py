"""Functional: a partial derivative is the derivative along a row of the identity matrix."""
from functools import partial

import numpy as np


def slope(f, x, direction, epsilon):
    return (f(x + epsilon * direction) - f(x - epsilon * direction)) / (2 * epsilon)


def numerical_gradient(f, x, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    directions = np.eye(x.size).reshape((x.size,) + x.shape)
    return np.array([slope(f, x, e, epsilon) for e in directions]).reshape(x.shape)


def relative_error(a, b):
    largest = lambda z: np.amax(np.absolute(z))
    return largest(np.asarray(a) - b) / max(1e-8, np.amax(np.absolute(a) + np.absolute(b)))


def loss_with(nn, params, l, X, y, value):
    """Mean loss with entry l of the list params exchanged for value."""
    kept, params[l] = params[l], value
    try:
        a = nn.forward(X)
    finally:
        params[l] = kept
    return -(np.einsum("ij,ij->", y, np.log(a)) + np.einsum("ij,ij->", 1 - y, np.log(1 - a))) / len(a)


def gradient_check(nn, X, y, epsilon=1e-5):
    nn.forward(X)
    grads = nn.backward(y)
    named = [(f"dW{l + 1}", nn.weights, l) for l in range(len(nn.weights))]
    named += [(f"db{l + 1}", nn.biases, l) for l in range(len(nn.biases))]
    return {
        key: relative_error(
            grads[key], numerical_gradient(partial(loss_with, nn, params, l, X, y), params[l], epsilon)
        )
        for key, params, l in named
    }
