import numpy as np


def numerical_gradient(f, x, epsilon=1e-5):
    if x.dtype.kind != "f":
        x = x.astype(float)
    g = np.zeros(x.size)
    for i in range(x.size):
        keep = x.flat[i]
        x.flat[i] = keep + epsilon
        up = f(x)
        x.flat[i] = keep - epsilon
        down = f(x)
        x.flat[i] += 2 * epsilon
        g[i] = (up - down) / (2 * epsilon)
    return g.reshape(x.shape)


def relative_error(a, b):
    top = np.linalg.norm(np.ravel(a - b), ord=np.inf)
    bottom = np.linalg.norm(np.ravel(a), ord=np.inf) + np.linalg.norm(np.ravel(b), ord=np.inf)
    return top / np.maximum(1e-8, bottom)


def bce(y, a):
    a = np.clip(a, 1e-12, 1 - 1e-12)
    return np.mean(np.sum(-y * np.log(a) - (1 - y) * np.log1p(-a), axis=1))


def gradient_check(nn, X, y, epsilon=1e-5):
    out = {}
    for l in range(len(nn.weights)):
        numeric_W = numerical_gradient(lambda W: bce(y, nn.forward(X)), nn.weights[l], epsilon)
        numeric_b = numerical_gradient(lambda b: bce(y, nn.forward(X)), nn.biases[l], epsilon)
        nn.forward(X)                      # cache of the unperturbed network again
        grads = nn.backward(y)
        out["dW%d" % (l + 1)] = relative_error(grads["dW%d" % (l + 1)], numeric_W)
        out["db%d" % (l + 1)] = relative_error(grads["db%d" % (l + 1)], numeric_b)
    return out


if __name__ == "__main__":
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    print(numerical_gradient(lambda v: (v ** 2).sum(), x), "should be", 2 * x)
