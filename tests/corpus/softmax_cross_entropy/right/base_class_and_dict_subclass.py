import numpy as np

class Cache(dict):
    """dict that also allows attribute access"""
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__

def softmax(Z):
    Z = Z.astype(float)
    Z -= Z.max(axis=1).reshape(-1, 1)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1).reshape(-1, 1)
    return Z

def cross_entropy(Y, P):
    m = Y.shape[0]
    eps = 1e-8
    return -np.trace(Y @ np.log(P + eps).T) / m

def softmax_backward(dP, P):
    dZ = dP.copy()
    dZ = dZ - (dP * P).sum(axis=1)[:, None]
    dZ *= P
    return dZ

def softmax_cross_entropy_gradient(Y, Z):
    P = softmax(Z)
    dP = -Y / (P + 1e-12)
    return (P - Y) / len(Y)

class Base:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        self.init_params(layer_sizes)
        self.cache = Cache()
    def init_params(self, sizes):
        raise NotImplementedError
    def activation(self, Z, last):
        raise NotImplementedError
    def forward(self, X):
        self.cache = Cache(A0=X)
        for l, (W, b) in enumerate(zip(self.weights, self.biases)):
            Z = self.cache['A%d' % l] @ W + b
            self.cache['Z%d' % (l + 1)] = Z
            self.cache['A%d' % (l + 1)] = self.activation(Z, l == len(self.weights) - 1)
        return self.cache['A%d' % len(self.weights)]
    def update(self, grads, lr):
        while grads:
            key, g = grads.popitem()
            kind, l = key[1], int(key[2:]) - 1
            target = self.weights if kind == 'W' else self.biases
            target[l] -= lr * g

class SoftmaxNetwork(Base):
    def init_params(self, sizes):
        for i in range(1, len(sizes)):
            limit = np.sqrt(6.0 / (sizes[i - 1] + sizes[i]))
            self.weights.append(np.random.uniform(-limit, limit, size=(sizes[i - 1], sizes[i])))
            self.biases.append(np.zeros(sizes[i]).reshape(1, sizes[i]))
    def activation(self, Z, last):
        if last:
            return softmax(Z)
        A = Z.copy()
        A[A < 0] = 0
        return A
    def backward(self, y):
        grads = {}
        def step(l, dZ):
            m = dZ.shape[0]
            grads['dW%d' % l] = (1 / m) * np.dot(self.cache['A%d' % (l - 1)].T, dZ)
            grads['db%d' % l] = (1 / m) * np.sum(dZ, axis=0, keepdims=True)
            if l == 1:
                return
            dA = np.dot(dZ, self.weights[l - 1].T)
            dA[self.cache['Z%d' % (l - 1)] <= 0] = 0
            step(l - 1, dA)
        step(len(self.weights), self.cache['A%d' % len(self.weights)] - y)
        return grads
