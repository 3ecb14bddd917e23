import numpy as np

def compose(functions, x):
    for f in functions:
        x = f(x)
    return x

def numerical_derivative(f, x, h=1e-5):
    shape = np.shape(x)
    flat = np.ravel(x).astype(float)
    res = [(f(v + h) - f(v - h)) / (2 * h) for v in flat]
    if shape == ():
        return res[0]
    return np.array(res).reshape(shape)

def chain_derivative(functions, derivatives, x):
    # dy/dx = f_n'(f_{n-1}(...)) * ... * f_1'(x); every inner value computed from scratch
    if len(functions) == 0:
        return 1.0
    return numerical_derivative(lambda t: compose(functions, t), x)
