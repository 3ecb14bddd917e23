import math
import numpy as np

def relu(z):
    return np.maximum(0, z)

def d_relu(z):
    return (z > 0).astype(float)

def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))


def matmul(A, B):
    out = np.zeros((len(A), len(B[0])))
    for i in range(len(A)):
        for j in range(len(B[0])):
            s = 0.0
            for k in range(len(B)):
                s += A[i][k] * B[k][j]
            out[i][j] = s
    return out

class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        self.weights, self.biases, self.cache = [], [], {}
        for a, b in zip(layer_sizes[:-1], layer_sizes[1:]):
            self.weights.append((np.random.rand(a, b) - 0.5) * 2)
            self.biases.append(np.zeros((1, b)))
    def forward(self, X):
        self.cache['A0'] = X
        l = 0
        for W, b in zip(self.weights, self.biases):
            l += 1
            Z = matmul(self.cache['A' + str(l - 1)], W)
            for row in Z:
                row += b[0]
            self.cache['Z' + str(l)] = Z
            if l == len(self.weights):
                self.cache['A' + str(l)] = sigmoid(Z)
            else:
                self.cache['A' + str(l)] = relu(Z)
        return self.cache['A' + str(l)].copy()
    def backward(self, y):
        L, m, g = len(self.weights), len(y), {}
        d = [[a - t for a, t in zip(ra, rt)] for ra, rt in zip(self.cache['A' + str(L)], y)]
        for l in range(L, 0, -1):
            A = self.cache['A' + str(l - 1)]
            g['dZ' + str(l)] = np.array(d)
            g['dW' + str(l)] = np.array([[sum(A[s][i] * d[s][j] for s in range(m)) / m for j in range(len(d[0]))] for i in range(len(A[0]))])
            g['db' + str(l)] = np.array([[sum(d[s][j] for s in range(m)) / m for j in range(len(d[0]))]])
            if l > 1:
                W, Z = self.weights[l - 1], self.cache['Z' + str(l - 1)]
                slope = d_relu(Z)
                back = [[sum(d[s][j] * W[i][j] for j in range(len(W[0]))) for i in range(len(W))] for s in range(m)]
                g['dA' + str(l - 1)] = np.array(back)
                d = [[back[s][i] * slope[s][i] for i in range(len(W))] for s in range(m)]
        return g
    def update(self, grads, lr):
        for l in range(len(self.weights)):
            for i in range(self.weights[l].shape[0]):
                for j in range(self.weights[l].shape[1]):
                    self.weights[l][i, j] -= lr * grads['dW' + str(l + 1)][i, j]
            for j in range(self.biases[l].shape[1]):
                self.biases[l][0, j] -= lr * grads['db' + str(l + 1)][0, j]
