import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

class ThreeLayerNetwork:
    def __init__(self, layer_sizes):
        n0, n1, n2, n3 = layer_sizes
        self.weights = [np.random.randn(n0, n1) * 0.5, np.random.randn(n1, n2) * 0.5, np.random.randn(n2, n3) * 0.5]
        self.biases = [np.zeros((1, n1)), np.zeros((1, n2)), np.zeros((1, n3))]
        self.cache = {}

    def forward(self, X):
        W1, W2, W3 = self.weights
        b1, b2, b3 = self.biases
        Z1 = X @ W1 + b1
        A1 = relu(Z1)
        Z2 = A1 @ W2 + b2
        A2 = relu(Z2)
        Z3 = A2 @ W3 + b3
        A3 = sigmoid(Z3)
        self.cache = {"A0": X, "Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}
        return A3

    def backward(self, y):
        c = self.cache
        W1, W2, W3 = self.weights
        m = c["A0"].shape[0]
        dZ3 = c["A3"] - y
        dW3 = c["A2"].T @ dZ3 / m
        db3 = np.sum(dZ3, axis=0, keepdims=True) / m
        dA2 = (dZ3 * c['A3'] * (1 - c['A3'])) @ W3.T
        dZ2 = dA2 * relu_derivative(c["Z2"])
        dW2 = c["A1"].T @ dZ2 / m
        db2 = np.sum(dZ2, axis=0, keepdims=True) / m
        dA1 = dZ2 @ W2.T
        dZ1 = dA1 * relu_derivative(c["Z1"])
        dW1 = c["A0"].T @ dZ1 / m
        db1 = np.sum(dZ1, axis=0, keepdims=True) / m
        return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
                "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}

    def update(self, grads, lr):
        for i in range(3):
            self.weights[i] -= lr * grads[f"dW{i + 1}"]
            self.biases[i] -= lr * grads[f"db{i + 1}"]
