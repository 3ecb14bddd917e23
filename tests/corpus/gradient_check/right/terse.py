import numpy as np
N, M = np, lambda v: np.abs(v).max()

def numerical_gradient(f, x, epsilon=1e-5):
    x = N.array(x, float); g = N.zeros(x.shape)
    for i in N.ndindex(x.shape):
        d = N.zeros(x.shape); d[i] = epsilon
        g[i] = (f(x + d) - f(x - d)) / epsilon / 2
    return g

def relative_error(a, b): return M(a - b) / max(1e-8, M(a) + M(b))

def gradient_check(nn, X, y, epsilon=1e-5):
    def J(P, V):
        Q = P + 0; P[:] = V; A = nn.forward(X); P[:] = Q
        return -N.log(A ** y * (1 - A) ** (1 - y)).sum(1).mean()
    _ = nn.forward(X); G = nn.backward(y)
    return {k + str(l + 1): relative_error(G[k + str(l + 1)], numerical_gradient(lambda V: J(P, V), P, epsilon))
            for k, Ps in (('dW', nn.weights), ('db', nn.biases)) for l, P in enumerate(Ps)}
