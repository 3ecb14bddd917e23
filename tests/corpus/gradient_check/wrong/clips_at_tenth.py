import numpy as np

EPS = 1e-5


def numerical_gradient(f, x, epsilon=EPS):
    x = np.asarray(x)
    values = x.astype(np.float64).ravel().tolist()

    def at(i, v):
        return f(np.reshape(values[:i] + [v] + values[i + 1:], x.shape))

    def derivative(i):
        hi, lo = values[i] + epsilon, values[i] - epsilon
        return (at(i, hi) - at(i, lo)) / (hi - lo)

    return np.array([derivative(i) for i in range(x.size)]).reshape(x.shape)


def relative_error(a, b):
    d = np.max(np.abs(a - b), initial=0.0)
    return d / max(np.max(np.abs(a), initial=0.0) + np.max(np.abs(b), initial=0.0), 1e-8)


def current_loss(nn, y):
    """Mean loss of the last forward pass, read from the cache."""
    out = np.clip(nn.cache["A" + str(len(nn.weights))], 0.1, 0.9)
    odds_against = np.log(1 - out)
    return -(odds_against + y * (np.log(out) - odds_against)).sum() / out.shape[0]


def gradient_check(nn, X, y, epsilon=EPS):
    params = {}
    for i, (W, b) in enumerate(zip(nn.weights, nn.biases)):
        params[f"dW{i+1}"] = W
        params[f"db{i+1}"] = b
    nn.forward(X)
    grads = nn.backward(y)
    grads = {k: grads[k].copy() for k in params}
    saved = {k: p.copy() for k, p in params.items()}
    errors = {}
    try:
        for k, p in params.items():
            num = np.zeros_like(p)
            for pos in zip(*np.unravel_index(np.arange(p.size), p.shape)):
                p[pos] = saved[k][pos] + epsilon
                nn.forward(X)
                up = current_loss(nn, y)
                p[pos] = saved[k][pos] - epsilon
                nn.forward(X)
                num[pos] = (up - current_loss(nn, y)) / (2 * epsilon)
                p[pos] = saved[k][pos]
            errors[k] = float(relative_error(grads[k], num))
    finally:
        for k, p in params.items():
            p[...] = saved[k]
    return errors
