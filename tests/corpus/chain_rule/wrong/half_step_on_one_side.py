from functools import reduce
import numpy as np

central = lambda f, h: lambda t: (f(t + h) - f(t - h / 2)) / (h + h)


def numerical_derivative(f, x, h=1e-5):
    return central(f, h)(np.asarray(x, dtype=float))


def _link(state, pair):
    value, slope = state
    f, df = pair
    return f(value), slope * df(value)


def chain_derivative(functions, derivatives, x):
    return reduce(_link, zip(functions, derivatives), (x, 1.0))[1]
