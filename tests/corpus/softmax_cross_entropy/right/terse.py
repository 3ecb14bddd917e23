import numpy as np
def softmax(Z): E = np.exp(Z - np.max(Z, 1, keepdims=1)); return E / E.sum(1, keepdims=1)
def cross_entropy(Y, P): return -(Y * np.log(P + 1e-8)).sum(1).mean()
def softmax_backward(dP, P): return P * dP - P * (P * dP).sum(1, keepdims=True)
def softmax_cross_entropy_gradient(Y, Z): return (softmax(Z) - Y) / len(Y)
class SoftmaxNetwork:
    def __init__(s, n): s.weights, s.biases, s.cache = [.5 * np.random.standard_normal(p) for p in zip(n, n[1:])], [np.zeros((1, k)) for k in n[1:]], {}
    def forward(s, X):
        s.cache['A0'] = A = X; L = len(s.weights)
        for i in range(L):
            s.cache[f'Z{i+1}'] = Z = A @ s.weights[i] + s.biases[i]
            s.cache[f'A{i+1}'] = A = (Z + abs(Z)) / 2 if i < L - 1 else softmax(Z)
        return A
    def backward(s, y):
        L = len(s.weights); d = (s.cache[f'A{L}'] - y) / len(y); g = {}
        for i in range(L, 0, -1):
            a = s.cache[f'A{i-1}']; g[f'dW{i}'] = a.T @ d; g[f'db{i}'] = d.sum(0, keepdims=1); d = (d @ s.weights[i-1].T) * (a > 0)
        return g
    def update(s, g, lr):
        for i in range(len(s.weights)): s.weights[i] -= lr * g[f'dW{i+1}']; s.biases[i] -= lr * g[f'db{i+1}']
