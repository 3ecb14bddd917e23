import numpy as np


def numerical_derivative(f, x, h=1e-5):
    if isinstance(x, np.ndarray):
        x = float(x)
    plus = f(x + h)
    minus = f(x - h)
    return float((plus - minus) / (2.0 * h))


def chain_derivative(functions, derivatives, x):
    values = [x]
    i = 0
    while i < len(functions):
        values.append(functions[i](values[i]))
        i += 1
    total = 1.0
    i = len(functions) - 1
    while i >= 0:
        total *= derivatives[i](values[i])
        i -= 1
    return total
