"""All parameters in one long vector theta, as in Andrew Ng's course."""
import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    x = np.array(x, np.float)
    grad = np.zeros(x.shape)
    for idx in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[idx] = epsilon
        grad[idx] = (f(x + e) - f(x - e)) / (2 * epsilon)
    return grad


def relative_error(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return np.max(np.abs(a - b)) / np.max([1e-8, np.max(np.abs(a)) + np.max(np.abs(b))])


def names_and_arrays(nn):
    pairs = []
    for l in range(len(nn.weights)):
        pairs.append(("dW" + str(l + 1), nn.weights[l]))
        pairs.append(("db" + str(l + 1), nn.biases[l]))
    return pairs


def pack(arrays):
    return np.concatenate([np.asarray(a).ravel() for a in arrays])


def unpack(theta, arrays):
    start = 0
    for a in arrays:
        a[:] = theta[start : start + a.size].reshape(a.shape)
        start += a.size


def gradient_check(nn, X, y, epsilon=1e-5):
    pairs = names_and_arrays(nn)
    arrays = [a for _, a in pairs]
    theta = pack(arrays)

    def J(t):
        unpack(t, arrays)
        A = nn.forward(X)
        return -(1.0 / X.shape[0]) * np.sum(np.multiply(y, np.log(A)) + np.multiply(1 - y, np.log(1 - A)))

    approx = numerical_gradient(J, theta, epsilon)
    unpack(theta, arrays)
    nn.forward(X)
    grads = nn.backward(y)

    errors, start = {}, 0
    for name, a in pairs:
        errors[name] = relative_error(approx[start : start + a.size], grads[name].ravel())
        start += a.size
    return errors
