import numpy as np


def numerical_derivative(f, x, h=1e-5):
    """Scalar or array. Entries are moved one at a time in a private float copy."""
    if np.isscalar(x):
        return (f(x + h) - f(x - h)) / (2 * h)
    work = np.array(x, dtype=float)
    grad = np.zeros(work.shape)
    for pos in range(work.size):
        old = work.flat[pos]
        work.flat[pos] = old + h
        up = np.asarray(f(work)).flat[pos]
        work.flat[pos] = old - h
        down = np.asarray(f(work)).flat[pos]
        work.flat[pos] = old
        grad.flat[pos] = (up - down) / (2 * h)
    return grad


def chain_derivative(functions, derivatives, x):
    stack = []
    for f, d in zip(functions, derivatives):
        stack.append((d, x))
        x = f(x)
    out = 1.0
    while stack:
        d, point = stack.pop()
        out = out * d(point)
    return out
