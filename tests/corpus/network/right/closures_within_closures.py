import numpy as np
def relu(z):
    return np.maximum(0, z)

def d_relu(z):
    return (z > 0).astype(float)

def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))

class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights = [0.3 * np.random.randn(*s) for s in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, s)) for s in layer_sizes[1:]]
        self.cache = {}
    def forward(self, X):
        self.cache, self._undo = {'A0': X}, None
        def run(A, l):
            W, b = self.weights[l - 1], self.biases[l - 1]
            Z = A @ W + b
            last = l == len(self.weights)
            out = sigmoid(Z) if last else relu(Z)
            self.cache[f'Z{l}'], self.cache[f'A{l}'] = Z, out
            if last:
                undo_next, final = None, out
            else:
                final, undo_next = run(out, l + 1)
            def undo(y, grads):
                if undo_next is None:
                    dZ = out - y
                else:
                    dA = undo_next(y, grads)
                    dZ = dA * d_relu(Z)
                grads[f'dW{l}'] = A.T @ dZ / len(y)
                grads[f'db{l}'] = np.ones((1, len(y))) @ dZ / len(y)
                return dZ @ W.T
            return final, undo
        final, self._undo = run(X, 1)
        return final
    def backward(self, y):
        grads = {}
        self._undo(y, grads)
        return grads
    def update(self, grads, lr):
        self.weights[:] = [W - lr * grads[f'dW{l}'] for l, W in enumerate(self.weights, 1)]
        self.biases[:] = [b - lr * grads[f'db{l}'] for l, b in enumerate(self.biases, 1)]
