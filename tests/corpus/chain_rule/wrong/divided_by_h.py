import numpy as np


def numerical_derivative(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        plus = f(x + h)
        minus = f(x - h)
        return float((plus - minus) / h)
    answer = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        xi = float(x[index])
        plus = f(xi + h)
        minus = f(xi - h)
        answer[index] = (plus - minus) / h
    return answer


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
