"""Chain rule, section 1 of the lecture."""
import numpy as np


def numerical_derivative(f, x, h=1e-5):
    """Central difference."""
    return (f(x + h) - f(x - h)) / 2 * h


def chain_derivative(functions, derivatives, x):
    value = x
    result = 1.0
    for f, df in zip(functions, derivatives):
        result = result * df(value)
        value = f(value)
    return result


if __name__ == "__main__":
    f = lambda x: x ** 2
    g = lambda x: np.sin(x)
    analytic = np.cos(9.0) * 6.0
    print("chain:", chain_derivative([f, g], [lambda x: 2 * x, np.cos], 3.0), "expected", analytic)
    print("numerical:", numerical_derivative(lambda x: g(f(x)), 3.0))
