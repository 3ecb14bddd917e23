from functools import reduce


def numerical_derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def chain_derivative(functions, derivatives, x):
    slopes = []
    for f, d in zip(functions, derivatives):
        slopes.append(d(x))
        x = f(x)
    return reduce(lambda a, b: a * b, slopes)
