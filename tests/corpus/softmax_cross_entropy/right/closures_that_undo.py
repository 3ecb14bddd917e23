import numpy as np

def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    s = lambda row: (lambda e: e / e.sum())(np.exp(row - row.max()))
    return np.apply_along_axis(s, 1, Z)

def cross_entropy(Y, P, eps=1e-12):
    return np.float64(np.einsum("ij,ij->i", -np.asarray(Y, float), np.log(np.asarray(P) + eps)).mean())

def softmax_backward(dP, P):
    dZ = np.zeros_like(P, dtype=float)
    k = P.shape[1]
    for i in range(k):
        for j in range(k):
            delta = 1.0 if i == j else 0.0
            dZ[:, i] += dP[:, j] * P[:, j] * (delta - P[:, i])
    return dZ

def softmax_cross_entropy_gradient(Y, Z):
    m, _ = np.shape(Z)
    return (softmax(Z) - np.asarray(Y)) / m

def relu(z): return np.fmax(z, 0)
def relu_derivative(z): return np.array(z > 0, dtype=int)

def make_layer(n_in, n_out):
    r = np.random.RandomState()
    return r.randn(n_in, n_out) * .2, np.zeros((1, n_out))

class SoftmaxNetwork(object):
    def __init__(self, layer_sizes):
        made = [make_layer(a, b) for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.weights = [w for w, _ in made]
        self.biases = [b for _, b in made]
        self.cache = {}
        self._undo = None

    def forward(self, X):
        self.cache = {'A0': X}
        back = []
        A = X
        L = len(self.weights)
        for l in range(1, L + 1):
            W, b = self.weights[l - 1], self.biases[l - 1]
            Z = A @ W + b
            def undo(dZ, A=A, W=W, Z_prev=self.cache.get(f'Z{l-1}')):
                dW, db = A.T @ dZ, dZ.sum(axis=0, keepdims=True)
                dZ_prev = None if Z_prev is None else (dZ @ W.T) * relu_derivative(Z_prev)
                return dW, db, dZ_prev
            back.append(undo)
            A = softmax(Z) if l == L else relu(Z)
            self.cache[f'Z{l}'], self.cache[f'A{l}'] = Z, A
        self._undo = back
        return A

    def backward(self, y):
        L = len(self._undo)
        dZ = (self.cache[f'A{L}'] - y) / len(y)
        grads = {}
        for l in range(L, 0, -1):
            grads[f'dW{l}'], grads[f'db{l}'], dZ = self._undo[l - 1](dZ)
        return grads

    def update(self, grads, lr):
        for l, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            W -= lr * grads[f'dW{l}']
            b -= lr * grads[f'db{l}']
