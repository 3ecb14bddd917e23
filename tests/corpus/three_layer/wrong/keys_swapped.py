import numpy as np

class ThreeLayerNetwork:

    def __init__(self, layer_sizes):
        self.input_size, self.h1, self.h2, self.output_size = layer_sizes
        self.W1 = np.random.normal(scale=0.5, size=(self.input_size, self.h1))
        self.b1 = np.zeros((1, self.h1))
        self.W2 = np.random.normal(scale=0.5, size=(self.h1, self.h2))
        self.b2 = np.zeros((1, self.h2))
        self.W3 = np.random.normal(scale=0.5, size=(self.h2, self.output_size))
        self.b3 = np.zeros((1, self.output_size))
        # the same arrays, as the exercise wants them
        self.weights = [self.W1, self.W2, self.W3]
        self.biases = [self.b1, self.b2, self.b3]
        self.cache = {}

    def forward(self, X):
        self.X = X
        self.z1 = np.dot(X, self.W1) + self.b1
        self.a1 = self.z1 * (self.z1 > 0)
        self.z2 = np.dot(self.a1, self.W2) + self.b2
        self.a2 = self.z2 * (self.z2 > 0)
        self.z3 = np.dot(self.a2, self.W3) + self.b3
        self.output = 1 / (1 + np.exp(-self.z3))
        self.cache['A0'] = self.X
        self.cache['Z1'] = self.z1
        self.cache['A1'] = self.a1
        self.cache['Z2'] = self.z2
        self.cache['A2'] = self.a2
        self.cache['Z3'] = self.z3
        self.cache['A3'] = self.output
        return self.output

    def backward(self, y):
        g = {}
        m = len(y)
        g['dZ3'] = self.output - y
        g['dW3'] = np.dot(self.a2.T, g['dZ3']) / m
        g['db3'] = np.mean(g['dZ3'], axis=0, keepdims=True)
        g['dA2'] = np.dot(g['dZ3'], self.W3.T)
        g['dZ2'] = g['dA2'] * (self.z2 > 0)
        g['dW2'] = np.dot(self.a1.T, g['dZ2']) / m
        g['db2'] = np.mean(g['dZ2'], axis=0, keepdims=True)
        g['dA1'] = np.dot(g['dZ2'], self.W2.T)
        g['dZ1'] = g['dA1'] * (self.z1 > 0)
        g['dW1'] = np.dot(self.X.T, g['dZ1']) / m
        g['db1'] = np.mean(g['dZ1'], axis=0, keepdims=True)
        g['dA1'], g['dA2'] = g['dA2'], g['dA1']
        return g

    def update(self, grads, lr):
        self.W1 -= lr * grads['dW1']
        self.b1 -= lr * grads['db1']
        self.W2 -= lr * grads['dW2']
        self.b2 -= lr * grads['db2']
        self.W3 -= lr * grads['dW3']
        self.b3 -= lr * grads['db3']
