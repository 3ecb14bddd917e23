import numpy as np


def numerical_derivative(f, x, h=1e-5):
    def slope(t):
        return (f(t + h) - f(t - h)) / (2 * h)
    if isinstance(x, np.ndarray):
        return np.array([slope(float(t)) for t in x])
    return slope(x)


def chain_derivative(functions, derivatives, x):
    u, grad = x, 1.0
    for k in range(len(functions)):
        grad = grad * derivatives[k](u)
        u = functions[k](u)
    return grad
