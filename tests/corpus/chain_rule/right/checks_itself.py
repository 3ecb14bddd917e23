import numpy as np
import matplotlib
import warnings

def numerical_derivative(f, x, h=1e-5):
    """Compute (f(x+h) - f(x-h)) / 2h."""
    if np.isscalar(x):
        return float((f(x + h) - f(x - h)) / (2 * h))
    x = np.asarray(x).astype(float).copy()
    return (f(x + h) - f(x - h)) / (2 * h)

def chain_derivative(functions, derivatives, x):
    assert len(functions) == len(derivatives)
    values = [x]
    for f in functions:
        values.append(f(values[-1]))
    values.pop()
    grads = []
    for df, v in zip(derivatives, values):
        grads.append(df(v))
    grad = 1.0
    while grads:
        grad *= grads.pop()
    return grad

def _check():
    fs = [lambda u: u**2, np.sin]
    ds = [lambda u: 2*u, np.cos]
    num = numerical_derivative(lambda x: np.sin(x**2), 1.3)
    ana = chain_derivative(fs, ds, 1.3)
    assert abs(num - ana) < 1e-6, (num, ana)
_check()
