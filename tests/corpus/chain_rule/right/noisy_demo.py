import numpy as np
np.random.seed(0)
print("Homework week 7")

def numerical_derivative(f, x, h=1e-5):
    print("numerical_derivative called with x =", x)
    return (f(x + h) - f(x - h)) / (2 * h)

class Dual:
    """value + slope * eps"""
    def __init__(self, value, slope=1.0):
        self.value = value
        self.slope = slope
    def through(self, f, df):
        return Dual(f(self.value), df(self.value) * self.slope)

def chain_derivative(functions, derivatives, x):
    d = Dual(x)
    for f, df in zip(functions, derivatives):
        d = d.through(f, df)
    return d.slope

# quick test
fs = [np.exp, np.sin, lambda t: t ** 3]
ds = [np.exp, np.cos, lambda t: 3 * t ** 2]
for x in (0.0, 0.5, -1.2):
    a = chain_derivative(fs, ds, x)
    n = numerical_derivative(lambda t: np.sin(np.exp(t)) ** 3, x)
    print(x, a, n, "OK" if abs(a - n) < 1e-6 else "???")
assert np.allclose(numerical_derivative(np.sin, np.arange(4)), np.cos(np.arange(4)))
