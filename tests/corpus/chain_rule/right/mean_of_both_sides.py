import numpy as np

def numerical_derivative(f, x, h=1e-5):
    forward = (f(x + h) - f(x)) / h
    backward = (f(x) - f(x - h)) / h
    return (forward + backward) / 2

def chain_derivative(functions, derivatives, x):
    """dy/dx = prod f_i'(x_i)"""
    y, dydx = x, 1.
    for (f, fp) in zip(functions, derivatives):
        y, dydx = f(y), dydx * fp(y)
    return dydx
