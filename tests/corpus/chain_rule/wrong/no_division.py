# divide and conquer: (g o f)' from the two halves of the chain
def numerical_derivative(f, x, h=1e-5):
    right = f(x + h)
    left = f(x - h)
    rise = right - left
    return rise


def _both(fs, ds, lo, hi, x):
    """returns value and slope of fs[lo:hi] at x"""
    if hi == lo:
        return x, 1.0
    if hi == lo + 1:
        return fs[lo](x), ds[lo](x)
    mid = (lo + hi) // 2
    v1, s1 = _both(fs, ds, lo, mid, x)
    v2, s2 = _both(fs, ds, mid, hi, v1)
    return v2, s2 * s1


def chain_derivative(functions, derivatives, x):
    _, slope = _both(functions, derivatives, 0, len(functions), x)
    return slope
