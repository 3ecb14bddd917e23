# A tiny tape: every operation knows how to send gradients back.
import numpy as np

class T:
    def __init__(self, v, parents=(), back=None):
        self.v, self.parents, self.back, self.g = v, parents, back, None
    def __matmul__(self, o):
        return T(self.v @ o.v, (self, o), lambda g: (g @ o.v.T, self.v.T @ g))
    def __add__(self, o):
        return T(self.v + o.v, (self, o), lambda g: (g, g.sum(0, keepdims=True)))
    def relu(self):
        return T(np.maximum(self.v, 0), (self,), lambda g: (g * (self.v > 0),))

def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=1)[:, np.newaxis])
    return e / np.sum(e, axis=1)[:, np.newaxis]

def cross_entropy(Y, P):
    return -np.mean(np.sum(Y * np.log(P + 1e-9), axis=1))

def softmax_backward(dP, P):
    m, k = P.shape
    out = np.zeros_like(P, dtype=float)
    for i in range(k):
        for j in range(k):
            if i == j:
                out[:, i] += dP[:, j] * P[:, i] * (1 - P[:, i])
            else:
                out[:, i] -= dP[:, j] * P[:, i] * P[:, j]
    return out

def softmax_cross_entropy_gradient(Y, Z):
    return softmax(Z) / len(Y) - Y / len(Y)

class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) * 0.2 for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        self.Ws = [T(W) for W in self.weights]
        self.bs = [T(b) for b in self.biases]
        a = T(X)
        self.cache = {'A0': X}
        for l, (W, b) in enumerate(zip(self.Ws, self.bs), 1):
            z = a @ W + b
            self.cache[f'Z{l}'] = z.v
            if l < len(self.Ws):
                a = z.relu()
                self.cache[f'A{l}'] = a.v
        self.logits = z
        self.cache[f'A{len(self.Ws)}'] = softmax(z.v)
        return self.cache[f'A{len(self.Ws)}']

    def backward(self, y):
        P = self.cache[f'A{len(self.Ws)}']
        stack = [(self.logits, (P - y) / len(y))]
        while stack:
            node, g = stack.pop()
            node.g = g
            if node.back:
                stack.extend(zip(node.parents, node.back(g)))
        return {**{f'dW{i}': W.g for i, W in enumerate(self.Ws, 1)},
                **{f'db{i}': b.g for i, b in enumerate(self.bs, 1)}}

    def update(self, grads, lr):
        for i in range(len(self.weights)):
            self.weights[i][:] = self.weights[i] - lr * grads[f'dW{i+1}']
            self.biases[i][:] = self.biases[i] - lr * grads[f'db{i+1}']
