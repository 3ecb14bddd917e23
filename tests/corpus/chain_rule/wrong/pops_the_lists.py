import numpy as np
def numerical_derivative(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    plus = np.asarray(f(x + h)); minus = np.asarray(f(x - h))
    d = (plus - minus) / (2.0 * h)
    return d if x.ndim else float(d)
def chain_derivative(functions, derivatives, x):
    if not functions:
        return 1.0
    f = functions.pop(0)
    d = derivatives.pop(0)
    return d(x) * chain_derivative(functions, derivatives, f(x))
