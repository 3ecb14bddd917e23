import itertools
import numpy as np
import operator

EPS = 1e-6


def numerical_derivative(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)       # own copy, always floats
    d = np.empty_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        k = it.multi_index
        d[k] = (f(x[k] + EPS) - f(x[k] - EPS)) / (2 * EPS)
        it.iternext()
    return d if d.ndim else d.item()


def chain_derivative(functions, derivatives, x):
    points = itertools.accumulate(functions, lambda v, f: f(v), initial=x)
    slopes = (d(v) for d, v in zip(derivatives, points))
    *_, last = itertools.accumulate(slopes, operator.mul, initial=1.0)
    return last
