import numpy as np

values = []          # input of every function


def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def chain_derivative(functions, derivatives, x):
    values.append(x)
    for f in functions:
        values.append(f(values[-1]))
    slopes = [derivatives[i](values[i]) for i in range(len(functions))]
    return float(np.prod(slopes))
