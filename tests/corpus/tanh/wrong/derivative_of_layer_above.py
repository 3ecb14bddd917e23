# %%
import numpy as np
# %%
def tanh(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)

def tanh_derivative(z):
    return 1 - tanh(z) ** 2

def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))

# %%
class TanhNetwork:
    def __init__(self, layer_sizes):
        self.L = len(layer_sizes) - 1
        self.weights = [np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5 for i in range(self.L)]
        self.biases = [np.zeros((1, n)) for n in layer_sizes[1:]]
        self.cache = {}

    def forward(self, X):
        zs, acts = [], [X]
        for i in range(self.L):
            zs.append(np.dot(acts[-1], self.weights[i]) + self.biases[i])
            acts.append(sigmoid(zs[-1]) if i == self.L - 1 else tanh(zs[-1]))
        self.cache = {f'A{i}': a for i, a in enumerate(acts)}
        self.cache.update({f'Z{i + 1}': z for i, z in enumerate(zs)})
        return acts[-1]

    def backward(self, y):
        m = len(y)
        grads = {}
        delta = self.cache[f'A{self.L}'] - y
        for i in range(self.L, 0, -1):
            grads[f'dW{i}'] = np.dot(self.cache[f'A{i - 1}'].T, delta) / m
            grads[f'db{i}'] = np.mean(delta, axis=0, keepdims=True)
            if i > 1:
                back = np.dot(delta, self.weights[i - 1].T)
                delta = back * tanh_derivative(self.cache[f'Z{min(i, self.L)}'])
        return grads

    def update(self, grads, lr):
        for i in range(self.L):
            self.weights[i] -= lr * grads[f'dW{i + 1}']
            self.biases[i] -= lr * grads[f'db{i + 1}']
# %%
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
