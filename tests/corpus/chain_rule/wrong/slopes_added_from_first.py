"""Homework 7.1 -- uses the step that was really taken (x+h and x-h are rounded)."""
import numpy as np


def numerical_derivative(f, x, h=1e-5, _report=False):
    x = np.asarray(x) * 1.0
    hi = x + h
    lo = x - h
    est = (f(hi) - f(lo)) / (hi - lo)
    if _report:
        print("steps", hi - lo)
    return est


def chain_derivative(functions, derivatives, x):
    if len(functions) == 0:
        return 1.0
    if len(functions) == 1:
        return derivatives[0](x)
    u = functions[0](x)
    slope = derivatives[0](x)
    for j in range(1, len(functions)):
        slope = derivatives[j](u) + slope
        u = functions[j](u)
    return slope
