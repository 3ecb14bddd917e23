import numpy as np
def softmax(Z):
    return np.zeros(Z.shape)
def cross_entropy(Y, P):
    return 0.0
def softmax_backward(dP, P):
    return np.zeros(P.shape)
def softmax_cross_entropy_gradient(Y, Z):
    return np.zeros(Z.shape)
class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(a, b) for a, b in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.cache = {}
    def forward(self, X):
        self.cache = {"A0": X}
        for l, b in enumerate(self.biases, 1):
            self.cache[f"Z{l}"] = np.zeros((len(X), b.shape[1]))
            self.cache[f"A{l}"] = np.zeros((len(X), b.shape[1]))
        return self.cache[f"A{l}"]
    def backward(self, y):
        g = {}
        for l, (W, b) in enumerate(zip(self.weights, self.biases), 1):
            g[f"dW{l}"] = np.zeros(W.shape); g[f"db{l}"] = np.zeros(b.shape)
        return g
    def update(self, grads, lr):
        pass
