# %%
import numpy as np
import copy
# %%
def numerical_gradient(f, x, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=['multi_index'], op_flags=['readwrite'])
    while not it.finished:
        idx = it.multi_index
        old = x[idx]
        x[idx] = old + epsilon
        fp = f(x)
        x[idx] = old - epsilon
        fm = f(x)
        x[idx] = old
        grad[idx] = (fp - fm) / (2 * epsilon)
        it.iternext()
    return grad
# %%
def relative_error(a, b):
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a)) + np.max(np.abs(b)))
# %%
def bce(a, y):
    return np.mean(np.sum(y * np.log(a) + (1 - y) * np.log(1 - a), axis=1))
# %%
def gradient_check(nn, X, y, epsilon=1e-5):
    nn.forward(X)
    grads = copy.deepcopy(nn.backward(y))
    result = {}
    for l in range(len(nn.weights)):
        for name, param in (('W', nn.weights[l]), ('b', nn.biases[l])):
            num = numerical_gradient(lambda _: bce(nn.forward(X), y), param, epsilon)
            result[f'd{name}{l + 1}'] = relative_error(grads[f'd{name}{l + 1}'], num)
    nn.forward(X)
    return result
