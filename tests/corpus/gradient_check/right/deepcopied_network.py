from copy import deepcopy

import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    work = np.array(x, dtype=float, order="C")
    flat = work.reshape(-1)          # a view, work is contiguous
    result = np.zeros(flat.shape)
    for j in range(flat.size):
        flat[j] += epsilon
        result[j] = f(work)
        flat[j] -= 2 * epsilon
        result[j] -= f(work)
        flat[j] += epsilon
    result /= 2 * epsilon
    return result.reshape(work.shape)


def relative_error(a, b):
    diff = abs(a - b)
    scale = abs(a).max() + abs(b).max()
    if scale < 1e-8:
        scale = 1e-8
    return diff.max() / scale


def gradient_check(nn, X, y, epsilon=1e-5):
    """Only a copy of the network is ever perturbed."""
    analytic_nn = deepcopy(nn)
    analytic_nn.forward(X)
    grads = analytic_nn.backward(y)

    probe = deepcopy(nn)
    eps_log = 1e-12

    def loss_of_probe(_):
        a = probe.forward(X)
        return -np.mean(np.sum(y * np.log(a + eps_log) + (1 - y) * np.log(1 - a + eps_log), axis=1))

    errors = {}
    for l in range(len(probe.weights)):
        for prefix, plist in (("W", probe.weights), ("b", probe.biases)):
            original = plist[l].copy()
            numeric = np.zeros_like(original)
            for idx in np.ndindex(*original.shape):
                plist[l][idx] = original[idx] + epsilon
                hi = loss_of_probe(None)
                plist[l][idx] = original[idx] - epsilon
                lo = loss_of_probe(None)
                plist[l][idx] = original[idx]
                numeric[idx] = (hi - lo) / (2 * epsilon)
            key = f"d{prefix}{l + 1}"
            errors[key] = relative_error(grads[key], numeric)
    return errors
