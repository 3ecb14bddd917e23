import numpy as np


def numerical_derivative(f, x, h=1e-5):
    slope_at = np.vectorize(lambda t: (f(t + h) - f(t - h)) / (2.0 * h), otypes=[float])
    out = slope_at(x)
    if np.ndim(x) == 0:
        return float(out)
    return out


def chain_derivative(functions, derivatives, x):
    local = np.ones(len(functions))
    v = float(x)
    for k in range(len(functions)):
        local[k] = derivatives[k](v)
        v = functions[k](v)
    return np.prod(local)
