def numerical_derivative(f, x, h=1e-5): return .5 * (f(x + h) - f(x - h)) / h
def chain_derivative(functions, derivatives, x):
    p = 1.
    for F, D in zip(functions, derivatives): p, x = p * D(x), F(x)
    return p
