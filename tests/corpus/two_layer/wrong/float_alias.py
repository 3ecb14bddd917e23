import math
import numpy as np


def _each(function, z):
    z = np.asarray(z, dtype=np.float)
    out = np.zeros(z.shape)
    for i in np.ndindex(*z.shape):
        out[i] = function(float(z[i]))
    return out


def _sig(t):
    if t >= 0:
        return 1.0 / (1.0 + math.exp(-t))
    e = math.exp(t)
    return e / (1.0 + e)


def sigmoid(z):
    return _each(_sig, z)


def sigmoid_derivative(z):
    return _each(lambda t: _sig(t) * (1.0 - _sig(t)), z)


def relu(z):
    return _each(lambda t: t if t > 0 else 0.0, z)


def relu_derivative(z):
    return _each(lambda t: 1.0 if t > 0 else 0.0, z)


def two_layer_forward(params, x):
    W1, b1, W2, b2 = (params[k].tolist() for k in ('W1', 'b1', 'W2', 'b2'))
    rows = np.asarray(x).tolist()
    n_in, m, n_h, n_out = len(rows), len(rows[0]), len(W1), len(W2)
    z1 = [[0.0] * m for _ in range(n_h)]
    a1 = [[0.0] * m for _ in range(n_h)]
    z2 = [[0.0] * m for _ in range(n_out)]
    a2 = [[0.0] * m for _ in range(n_out)]
    for s in range(m):
        for j in range(n_h):
            total = b1[j][0]
            for i in range(n_in):
                total += W1[j][i] * rows[i][s]
            z1[j][s] = total
            a1[j][s] = max(0.0, total)
        for k in range(n_out):
            total = b2[k][0]
            for j in range(n_h):
                total += W2[k][j] * a1[j][s]
            z2[k][s] = total
            a2[k][s] = _sig(total)
    return {'x': x, 'z1': np.array(z1), 'a1': np.array(a1), 'z2': np.array(z2), 'a2': np.array(a2)}


def two_layer_backward(params, cache, y):
    x, z1, a1, a2, W2 = cache['x'], cache['z1'], cache['a1'], cache['a2'], params['W2']
    n_in, m = x.shape
    n_out, n_h = W2.shape
    g = {'dz2': np.zeros((n_out, m)), 'dW2': np.zeros((n_out, n_h)), 'db2': np.zeros((n_out, 1)),
         'da1': np.zeros((n_h, m)), 'dz1': np.zeros((n_h, m)), 'dW1': np.zeros((n_h, n_in)),
         'db1': np.zeros((n_h, 1))}
    for s in range(m):
        for k in range(n_out):
            g['dz2'][k, s] = a2[k, s] - y[k, s]
            g['db2'][k, 0] += g['dz2'][k, s]
            for j in range(n_h):
                g['dW2'][k, j] += g['dz2'][k, s] * a1[j, s]
        for j in range(n_h):
            for k in range(n_out):
                g['da1'][j, s] += W2[k, j] * g['dz2'][k, s]
            if z1[j, s] > 0:
                g['dz1'][j, s] = g['da1'][j, s]
            g['db1'][j, 0] += g['dz1'][j, s]
            for i in range(n_in):
                g['dW1'][j, i] += g['dz1'][j, s] * x[i, s]
    return g
