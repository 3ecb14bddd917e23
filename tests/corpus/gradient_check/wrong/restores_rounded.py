import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    x = np.asarray(x)
    base = x.astype(float)
    position = np.arange(x.size).reshape(x.shape)

    def one(p):
        bump = np.where(position == p, epsilon, 0.0)
        return (float(f(base + bump)) - float(f(base - bump))) / (2 * epsilon)

    return np.vectorize(one, otypes=[float])(position)


def relative_error(a, b):
    return np.ptp([0, np.abs(a - b).max()]) / max(1e-8, sum(np.abs(z).max() for z in (a, b)))


def gradient_check(nn, X, y, epsilon=1e-5):
    print(f"{'array':>8} {'relative error':>16}")
    y = np.asarray(y, dtype=float)

    def evaluate(target):
        def f(values):
            backup = np.array(target).round(7)
            np.copyto(target, values)
            a = nn.forward(X).clip(1e-7, 1 - 1e-7)
            np.copyto(target, backup)
            return np.average(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(1))

        return f

    nn.forward(X)
    exact = nn.backward(y)
    res = {}
    for l in range(1, len(nn.weights) + 1):
        for key, arr in ((f"dW{l}", nn.weights[l - 1]), (f"db{l}", nn.biases[l - 1])):
            res[key] = relative_error(exact[key], numerical_gradient(evaluate(arr), arr, epsilon))
            mark = "ok" if res[key] < 1e-5 else "WRONG"
            print(f"{key:>8} {res[key]:16.3e} {mark}")
    return res
