import numpy as np

def softmax(Z):
    Z = np.array(Z, float)
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))

def cross_entropy(Y, P):
    return -np.einsum('ij,ij', Y, np.log(np.maximum(P, 1e-100))) / Y.shape[0]

def softmax_backward(dP, P):
    weighted = P * dP
    return weighted - P * weighted.sum(axis=1)[:, None]

def softmax_cross_entropy_gradient(Y, Z):
    n_rows = Y.shape[0]
    return softmax(Z) / n_rows - Y / n_rows

def relu(z):
    return np.where(np.asarray(z) < 0, 0, z)

def relu_derivative(z):
    return 1.0 * (np.asarray(z) > 0)

class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        prev = layer_sizes[0]
        for size in layer_sizes[1:]:
            self.weights.append(np.random.uniform(-1, 1, size=(prev, size)))
            self.biases.append(np.zeros((1, size)))
            prev = size
        self.cache = {}

    def forward(self, X):
        X = np.atleast_2d(X)
        cache = {'A0': X}
        L = len(self.weights)
        for l, (W, b) in enumerate(zip(self.weights, self.biases), start=1):
            Wb = np.vstack([W, b])
            Ab = np.hstack([cache[f'A{l-1}'], np.ones((X.shape[0], 1))])
            cache[f'Z{l}'] = Ab @ Wb
            cache[f'A{l}'] = softmax(cache[f'Z{l}']) if l == L else relu(cache[f'Z{l}'])
        self.cache = cache
        return cache[f'A{L}']

    def backward(self, y):
        cache, L = self.cache, len(self.weights)
        m = cache['A0'].shape[0]
        ones = np.ones((m, 1))
        dZ = {L: (cache[f'A{L}'] - y) / m}
        for l in range(L - 1, 0, -1):
            dZ[l] = dZ[l + 1] @ self.weights[l].T * relu_derivative(cache[f'Z{l}'])
        grads = {}
        for l in dZ:
            both = np.hstack([cache[f'A{l-1}'], ones]).T @ dZ[l]
            grads[f'dW{l}'], grads[f'db{l}'] = both[:-1], both[-1:]
        return grads

    def update(self, grads, lr):
        self.weights[:] = [W - lr * grads[f'dW{l}'] for l, W in enumerate(self.weights, 1)]
        self.biases[:] = [b - lr * grads[f'db{l}'] for l, b in enumerate(self.biases, 1)]
