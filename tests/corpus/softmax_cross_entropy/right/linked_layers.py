import numpy as np

def softmax(Z):
    Z = Z - np.mean(np.sort(Z, axis=1)[:, -1:], axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)

def cross_entropy(Y, P):
    Pc = np.clip(P, 1e-8, 1 - 1e-8)
    return -np.sum(Y * np.log(Pc)) / np.size(Y, 0)

def softmax_backward(dP, P):
    return P * (dP - np.einsum('ij,ij->i', dP, P)[:, None])

def softmax_cross_entropy_gradient(Y, Z):
    m = np.size(Y, axis=0)
    return softmax_backward(-Y / np.maximum(softmax(Z), 1e-300), softmax(Z)) / m if np.abs(Z).max() < 500 else (softmax(Z) - Y) / m

class _Layer:
    def __init__(self, sizes, index=1, previous=None):
        self.index, self.previous = index, previous
        self.W = np.random.randn(sizes[0], sizes[1]) * (2 / sizes[0]) ** 0.5
        self.b = np.zeros((1, sizes[1]))
        self.next = _Layer(sizes[1:], index + 1, self) if len(sizes) > 2 else None

    def __iter__(self):
        yield self
        if self.next is not None:
            yield from self.next

    def forward(self, A, cache):
        cache[f'Z{self.index}'] = Z = A @ self.W + self.b
        cache[f'A{self.index}'] = out = softmax(Z) if self.next is None else np.maximum(Z, 0)
        return out if self.next is None else self.next.forward(out, cache)

    def backward(self, dZ, cache, grads):
        m = dZ.shape[0]
        A = cache[f'A{self.index - 1}']
        grads[f'dW{self.index}'] = A.T @ dZ / m
        grads[f'db{self.index}'] = dZ.mean(axis=0, keepdims=True)
        if self.previous is not None:
            self.previous.backward((dZ @ self.W.T) * (A > 0), cache, grads)
        return grads

class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.first = _Layer(layer_sizes)
        *_, self.last = self.first
        self.cache = {}
    @property
    def weights(self):
        return [layer.W for layer in self.first]
    @weights.setter
    def weights(self, new):
        for layer, W in zip(self.first, new):
            layer.W = W
    @property
    def biases(self):
        return [layer.b for layer in self.first]
    @biases.setter
    def biases(self, new):
        for layer, b in zip(self.first, new):
            layer.b = b
    def forward(self, X):
        self.cache = {'A0': X}
        return self.first.forward(X, self.cache)
    def backward(self, y):
        return self.last.backward(self.cache[f'A{self.last.index}'] - y, self.cache, {})
    def update(self, grads, lr):
        self.weights = [W - lr * grads[f'dW{i}'] for i, W in enumerate(self.weights, 1)]
        self.biases = [b - lr * grads[f'db{i}'] for i, b in enumerate(self.biases, 1)]
