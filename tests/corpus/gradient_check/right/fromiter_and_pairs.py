import functools, operator
import numpy as np
def numerical_gradient(f, x, epsilon=1e-5):
    shape = x.shape
    n = functools.reduce(operator.mul, shape, 1)
    def partial(k):
        d = np.zeros(n); d[k] = 1.0
        d = d.reshape(shape)
        return (f(x + epsilon * d) - f(x - epsilon * d)) / (2 * epsilon)
    return np.fromiter(map(partial, range(n)), dtype=float, count=n).reshape(shape)
def relative_error(a, b):
    pairs = list(zip(np.nditer(np.asarray(a, dtype=float)), np.nditer(np.asarray(b, dtype=float))))
    worst = max(abs(float(p) - float(q)) for p, q in pairs)
    size = max(abs(float(p)) for p, _ in pairs) + max(abs(float(q)) for _, q in pairs)
    return worst / max(1e-8, size)
def gradient_check(nn, X, y, epsilon=1e-5):
    def J():
        A = nn.forward(X)
        per_sample = [sum(-t * np.log(a) - (1 - t) * np.log(1 - a) for a, t in zip(ar, tr)) for ar, tr in zip(A, y)]
        return sum(per_sample) / len(per_sample)
    J()
    g = {k: v.copy() for k, v in nn.backward(y).items()}
    res = {}
    for name, arrays in [('dW', nn.weights), ('db', nn.biases)]:
        for number, array in enumerate(arrays, start=1):
            def shifted(new):
                old = array.copy()
                array[...] = new
                value = J()
                array[...] = old
                return value
            res[name + str(number)] = relative_error(g[name + str(number)], numerical_gradient(shifted, array.copy(), epsilon))
    return res
