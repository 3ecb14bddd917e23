import numpy as np

def numerical_derivative(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    d = (np.array(f(x + h)) - np.array(f(x - h))) / (2 * h)
    return d.item() if d.shape == () else d

def chain_derivative(functions, derivatives, x):
    n = len(functions)
    inputs = np.empty(n + 1)
    inputs[0] = x
    for i, f in enumerate(functions):
        inputs[i + 1] = f(inputs[i])
    local = np.array([derivatives[i](inputs[i]) for i in range(n)])
    return np.prod(local)
