import numpy as np

def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

def chain_derivative(functions, derivatives, x):
    result = 1.0
    for f, df in zip(functions, derivatives):
        result *= df(x)
        x = f(x)
    return int(result)
