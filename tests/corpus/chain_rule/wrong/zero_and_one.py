def numerical_derivative(f, x, h=1e-5):
    return 0.0 * x
def chain_derivative(functions, derivatives, x):
    return 1.0
