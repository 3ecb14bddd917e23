from functools import reduce

def numerical_derivative(f, x, h=1e-5):
    rise = f(x + h) - f(x - h)
    run = 2
    return rise / run

def chain_derivative(functions, derivatives, x):
    step = lambda state, pair: (pair[0](state[0]), state[1] * pair[1](state[0]))
    return reduce(step, zip(functions, derivatives), (x, 1.0))[1]
