import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    x = np.asarray(x) if np.issubdtype(np.asarray(x).dtype, np.floating) else np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + epsilon
        fxph = f(x)
        x[ix] = old - epsilon
        fxmh = f(x)
        x[ix] = old
        grad[ix] = (fxph - fxmh) / (2 * epsilon)
        it.iternext()
    return grad


def relative_error(a, b):
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a)) + np.max(np.abs(b)))


def gradient_check(nn, X, y, epsilon=1e-5):
    def loss():
        a = nn.forward(X)
        m = X.shape[0]
        return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / m

    nn.forward(X)
    grads = nn.backward(y)
    errors = {}
    for l in range(len(nn.weights)):
        for name, param in (("dW", nn.weights[l]), ("db", nn.biases[l])):
            key = name + str(l + 1)
            num = numerical_gradient(lambda _: loss(), param)
            errors[key] = relative_error(grads[key], num)
    return errors
