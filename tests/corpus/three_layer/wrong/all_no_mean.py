import numpy as np
r = np.random.RandomState()
class ThreeLayerNetwork:
    def __init__(s, n):
        s.weights = [r.randn(a, b)*.3 for a, b in zip(n, n[1:])]; s.biases = [w[:1]*0 for w in s.weights]; s.cache = {}
    def forward(s, X):
        c = s.cache; a = c['A0'] = X
        for i in 0, 1, 2:
            z = c[f'Z{i+1}'] = a.dot(s.weights[i]) + s.biases[i]
            a = c[f'A{i+1}'] = z*(z > 0) if i < 2 else 1/(1 + np.exp(-z))
        return a
    def backward(s, y):
        c, g, d, q = s.cache, {}, s.cache['A3'] - y, 1.
        for i in 3, 2, 1:
            g[f'dZ{i}'], g[f'dW{i}'], g[f'db{i}'] = d, q*c[f'A{i-1}'].T.dot(d), q*d.sum(0, keepdims=1)
            if i > 1: g[f'dA{i-1}'] = d.dot(s.weights[i-1].T); d = g[f'dA{i-1}']*(c[f'Z{i-1}'] > 0)
        return g
    def update(s, g, lr):
        for i in 0, 1, 2: s.weights[i] -= lr*g[f'dW{i+1}']; s.biases[i] -= lr*g[f'db{i+1}']
