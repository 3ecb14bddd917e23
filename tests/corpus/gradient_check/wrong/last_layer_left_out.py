import numpy as np
# The loss is recomputed here from the weights by hand?  No: nn may be any network, so use nn.forward.
def numerical_gradient(f, x, epsilon=1e-5):
    grad = np.zeros(x.shape, dtype=np.float64)
    flat = x.reshape(-1).astype(float)
    g = grad.reshape(-1)
    for i, v in enumerate(flat):
        flat[i] = v + epsilon
        plus = f(flat.reshape(x.shape).copy())
        flat[i] = v - epsilon
        minus = f(flat.reshape(x.shape).copy())
        flat[i] = v
        g[i] = (plus - minus) / (2.0 * epsilon)
    return grad

def relative_error(a, b):
    numerator = np.amax(np.absolute(a - b))
    denominator = np.amax([1e-8, np.amax(np.absolute(a)) + np.amax(np.absolute(b))])
    return numerator / denominator

def compute_loss(nn, X, y):
    out = nn.forward(X)
    m = X.shape[0]
    eps = 1e-8
    return np.sum(-y * np.log(out + eps) - (1 - y) * np.log(1 - out + eps)) / m

def gradient_check(nn, X, y, epsilon=1e-5):
    _ = nn.forward(X)
    grads = nn.backward(y)
    saved = {key: val.copy() for key, val in grads.items() if isinstance(val, np.ndarray)}
    out = {}
    L = len(nn.weights)
    for i in range(L - 1):
        W, b = nn.weights[i], nn.biases[i]
        num_W, num_b = np.zeros_like(W), np.zeros_like(b)
        for r in range(W.shape[0]):
            for c in range(W.shape[1]):
                W[r, c] += epsilon
                lp = compute_loss(nn, X, y)
                W[r, c] -= 2 * epsilon
                lm = compute_loss(nn, X, y)
                W[r, c] += epsilon
                num_W[r, c] = (lp - lm) / (2 * epsilon)
        for c in range(b.shape[1]):
            b[0, c] += epsilon
            lp = compute_loss(nn, X, y)
            b[0, c] -= 2 * epsilon
            lm = compute_loss(nn, X, y)
            b[0, c] += epsilon
            num_b[0, c] = (lp - lm) / (2 * epsilon)
        out['dW%d' % (i + 1)] = relative_error(saved['dW%d' % (i + 1)], num_W)
        out['db%d' % (i + 1)] = relative_error(saved['db%d' % (i + 1)], num_b)
        print('layer', i + 1, out['dW%d' % (i + 1)], out['db%d' % (i + 1)])
    return out
