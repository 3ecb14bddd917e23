import numpy as np


def numerical_derivative(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    x = np.asarray(x, dtype=float)
    x += h
    up = np.array(f(x))
    x -= 2 * h
    down = np.array(f(x))
    return (up - down) / (2 * h)


def chain_derivative(functions, derivatives, x):
    out = 1.0
    for f, d in zip(functions, derivatives):
        out *= d(x)
        x = f(x)
    return out
