import numpy as np

def numerical_derivative(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    up = f(x + h)
    down = f(x - h)
    slope = (up - down) / (2.0 * h)
    if x.ndim == 0:
        return float(slope)
    return slope

def chain_derivative(functions, derivatives, x):
    # forward pass: store the points
    points = [float(x)]
    for f in functions:
        points.append(f(points[-1]))
    # backward pass
    grad = 1.0
    for i in range(len(functions) - 1, -1, -1):
        grad = grad * derivatives[i](points[-1])
    return grad
