import numpy as np
def sigmoid(z): return (1 + np.tanh(z / 2)) / 2
def sigmoid_derivative(z): return (1 - np.tanh(z / 2) ** 2) / 4
def relu(z): return (z + abs(z)) / 2
def relu_derivative(z): return z > 0
def two_layer_forward(p, x):
    z = p['W1'] @ x + p['b1']; a = relu(z); Z = p['W2'] @ a + p['b2']
    return {'x': x, 'z1': z, 'a1': a, 'z2': Z, 'a2': sigmoid(Z)}
def two_layer_backward(p, c, y):
    d = c['a2'] - y; e = p['W2'].T @ d; f = e * (c['a1'] > 0)
    return {'dz2': d, 'dW2': d @ c['a1'].T, 'db2': d.sum(1)[:, None], 'da1': e, 'dz1': f, 'dW1': f @ c['x'].T, 'db1': f.sum(1)[:, None]}
