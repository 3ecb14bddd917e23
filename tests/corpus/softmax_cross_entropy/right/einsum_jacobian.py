import numpy as np

relu = lambda Z: np.clip(Z, 0, None)
step = lambda Z: np.heaviside(Z, 0.0)


def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    top = Z.max(axis=-1, keepdims=True)
    logits = Z - top
    return np.exp(logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True)))


def cross_entropy(Y, P):
    log_p = np.log(np.where(P > 0, P, 1e-300))
    return float(-np.einsum('mk,mk->', Y, log_p) / len(P))


def jacobians(P):
    """J[m, i, j] = dP_i / dZ_j of row m."""
    return np.einsum('mi,ij->mij', P, np.eye(P.shape[1])) - np.einsum('mi,mj->mij', P, P)


def softmax_backward(dP, P):
    return np.einsum('mi,mij->mj', dP, jacobians(P))


def softmax_cross_entropy_gradient(Y, Z):
    return np.einsum('mk,->mk', softmax(Z) - Y, 1.0 / len(Z))


class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        rng = np.random.default_rng()
        pairs = list(zip(layer_sizes, layer_sizes[1:]))
        self.weights = [rng.normal(scale=np.sqrt(2.0 / a), size=(a, b)) for a, b in pairs]
        self.biases = [np.zeros((1, b)) for _, b in pairs]
        self.cache = {}

    def forward(self, X):
        c = {'A0': X}
        last = len(self.weights)
        for l, (W, b) in enumerate(zip(self.weights, self.biases), start=1):
            c[f'Z{l}'] = np.einsum('mi,ij->mj', c[f'A{l-1}'], W) + b
            c[f'A{l}'] = (softmax if l == last else relu)(c[f'Z{l}'])
        self.cache = c
        return c[f'A{last}']

    def backward(self, y):
        c, g, last = self.cache, {}, len(self.weights)
        dZ = c[f'A{last}'] - y
        for l in reversed(range(1, last + 1)):
            g[f'dW{l}'] = np.einsum('mi,mj->ij', c[f'A{l-1}'], dZ) / len(y)
            g[f'db{l}'] = np.einsum('mj->j', dZ)[None, :] / len(y)
            if l > 1:
                dZ = np.einsum('mj,ij->mi', dZ, self.weights[l - 1]) * step(c[f'Z{l-1}'])
        return g

    def update(self, grads, lr):
        self.weights = [W - lr * grads[f'dW{l}'] for l, W in enumerate(self.weights, 1)]
        self.biases = [b - lr * grads[f'db{l}'] for l, b in enumerate(self.biases, 1)]
