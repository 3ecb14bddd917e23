import numpy as np


def numerical_derivative(f, x, h=1e-5):
    slope_at = np.vectorize(lambda t: (f(t + h) - f(t - h)) / (2.0 * h), otypes=[float])
    out = slope_at(x)
    if np.ndim(x) == 0:
        return float(out)
    return out


def chain_derivative(functions, derivatives, x):
    local = np.ones(len(functions))
    v = np.array([x] * (len(functions) + 1))
    for k in range(len(functions)):
        local[k] = derivatives[k](v[k])
        v[k + 1] = functions[k](v[k])
    return np.prod(local)
