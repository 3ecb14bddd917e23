import numpy as np
def numerical_gradient(f, x, epsilon=1e-5):
    I = np.eye(x.size).reshape((x.size,) + x.shape)
    return np.array([(f(x + epsilon * e) - f(x - epsilon * e)) / (2 * epsilon) for e in I]).reshape(x.shape)
def relative_error(a, b): return np.abs(a - b).max() / max(1e-8, np.abs(a).max() + np.abs(b).max())
def gradient_check(nn, X, y, epsilon=1e-5):
    nn.forward(X); g = dict(nn.backward(y)); r = {}
    for n, ps in zip("Wb", (nn.weights, nn.biases)):
        for l, p in enumerate(ps):
            q = p.copy()
            def f(v): p[:] = v; a = nn.forward(X); return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / len(X)
            r[f"d{n}{l+1}"] = relative_error(g[f"d{n}{l+1}"], numerical_gradient(f, q, epsilon)); p[:] = q
    return r
