# %% [markdown]
# # Exercise 5
# %%
import numpy as np
np.random.seed(0)
# %%
def softmax(Z):
    Z = np.asarray(Z, dtype=float)
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)
# %%
softmax(np.array([[1, 2, 3]]))
# %%
def cross_entropy(Y, P):
    return -np.sum(Y * np.log(P + 1e-12) + (1 - Y) * np.log(1 - P + 1e-12)) / Y.shape[0]
# %%
def softmax_backward(dP, P):
    dZ = np.zeros(P.shape)
    for i in range(P.shape[0]):
        p = P[i].reshape(-1, 1)
        J = np.diagflat(p) - p @ p.T
        dZ[i] = J @ dP[i]
    return dZ
# %%
def softmax_cross_entropy_gradient(Y, Z):
    return (softmax(Z) - Y) / Y.shape[0]
# %%
class SoftmaxNetwork:
    def __init__(self, layer_sizes):
        self.weights = []
        self.biases = []
        self.cache = {}
        for i in range(len(layer_sizes) - 1):
            self.weights.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * np.sqrt(2 / layer_sizes[i]))
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))

    def forward(self, X):
        self.cache = {"A0": X}
        A = X
        L = len(self.weights)
        for l in range(L):
            Z = A @ self.weights[l] + self.biases[l]
            A = np.maximum(0, Z) if l < L - 1 else softmax(Z)
            self.cache[f"Z{l + 1}"] = Z
            self.cache[f"A{l + 1}"] = A
        return A

    def backward(self, y):
        L = len(self.weights)
        m = y.shape[0]
        grads = {}
        dZ = self.cache[f"A{L}"] - y
        for l in range(L, 0, -1):
            grads[f"dW{l}"] = self.cache[f"A{l - 1}"].T @ dZ / m
            grads[f"db{l}"] = np.sum(dZ, axis=0, keepdims=True) / m
            if l > 1:
                dA = dZ @ self.weights[l - 1].T
                dZ = dA * (self.cache[f"Z{l - 1}"] > 0)
        return grads

    def update(self, grads, lr):
        for l in range(len(self.weights)):
            self.weights[l] -= lr * grads[f"dW{l + 1}"]
            self.biases[l] -= lr * grads[f"db{l + 1}"]
# %%
nn = SoftmaxNetwork([2, 8, 2])
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
for epoch in range(50):
    P = nn.forward(X)
    nn.update(nn.backward(Y), 0.5)
    if epoch % 10 == 0:
        print(epoch, cross_entropy(Y, P))
