import numpy as np
from tanh import sigmoid   # same one


def relu(x):
    return np.maximum(0, x)

def relu_derivative(x):
    return (x > 0) * 1.0


class ThreeLayerNetwork:

    def __init__(self, layer_sizes):
        n0, n1, n2, n3 = layer_sizes
        self.weights = [np.random.randn(n0, n1) * np.sqrt(2/n0),
                        np.random.randn(n1, n2) * np.sqrt(2/n1),
                        np.random.randn(n2, n3) * np.sqrt(2/n2)]
        self.biases = [np.zeros((1, n1)), np.zeros((1, n2)), np.zeros((1, n3))]
        self.cache = {}

    def forward(self, X):
        Z1 = X @ self.weights[0] + self.biases[0]
        A1 = relu(Z1)
        Z2 = A1 @ self.weights[1] + self.biases[1]
        A2 = relu(Z2)
        Z3 = A2 @ self.weights[2] + self.biases[2]
        A3 = sigmoid(Z3)
        self.cache = dict(A0=X, Z1=Z1, A1=A1, Z2=Z2, A2=A2, Z3=Z3, A3=A3)
        return A3

    def backward(self, y):
        c = self.cache
        m = y.shape[0]

        # layer 3
        dZ3 = c['A3'] - y
        dW3 = c['A2'].T @ dZ3 / m
        db3 = np.sum(dZ3, axis=0, keepdims=True) / m

        # layer 2
        dA2 = dZ3 @ self.weights[2].T
        dZ2 = dA2 * relu_derivative(c['Z2'])
        dW2 = c['A1'].T @ dZ2 / m
        db2 = np.sum(dZ2, axis=0, keepdims=True)

        # layer 1
        dA1 = dZ2 @ self.weights[1].T
        dZ1 = dA1 * relu_derivative(c['Z1'])
        dW1 = c['A0'].T @ dZ1 / m
        db1 = np.sum(dZ1, axis=0, keepdims=True) / m

        return {'dZ3': dZ3, 'dW3': dW3, 'db3': db3,
                'dA2': dA2, 'dZ2': dZ2, 'dW2': dW2, 'db2': db2,
                'dA1': dA1, 'dZ1': dZ1, 'dW1': dW1, 'db1': db1}

    def update(self, grads, lr):
        for i in range(3):
            self.weights[i] -= lr * grads[f'dW{i+1}']
            self.biases[i] -= lr * grads[f'db{i+1}']
