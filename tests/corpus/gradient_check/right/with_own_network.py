"""Exercise 3. I also keep my network here to try the check on XOR with random biases."""
import numpy as np


class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.layer_sizes = layer_sizes
        self.weights = []
        self.biases = []
        for i in range(len(layer_sizes) - 1):
            self.weights.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.5)
            self.biases.append(np.zeros((1, layer_sizes[i + 1])))
        self.cache = {}

    def forward(self, X):
        A = X
        self.cache = {"A0": X}
        L = len(self.weights)
        for l in range(1, L + 1):
            Z = A @ self.weights[l - 1] + self.biases[l - 1]
            A = np.maximum(0, Z) if l < L else 1 / (1 + np.exp(-Z))
            self.cache["Z%d" % l] = Z
            self.cache["A%d" % l] = A
        return A

    def backward(self, y):
        m = y.shape[0]
        L = len(self.weights)
        grads = {}
        dZ = self.cache["A%d" % L] - y
        for l in range(L, 0, -1):
            grads["dW%d" % l] = self.cache["A%d" % (l - 1)].T @ dZ / m
            grads["db%d" % l] = dZ.sum(axis=0, keepdims=True) / m
            if l > 1:
                dZ = (dZ @ self.weights[l - 1].T) * (self.cache["Z%d" % (l - 1)] > 0)
        return grads


def compute_loss(nn, X, y):
    m = X.shape[0]
    a = nn.forward(X)
    return -1 / m * np.sum(y * np.log(a + 1e-10) + (1 - y) * np.log(1 - a + 1e-10))


def numerical_gradient(f, x, epsilon=1e-5):
    """Central differences, one entry at a time."""
    x = np.array(x, dtype="float64")
    grad = np.zeros(x.shape, dtype="float64")
    for idx, value in np.ndenumerate(x.copy()):
        x[idx] = value + epsilon
        f_plus = f(x)
        x[idx] = value - epsilon
        f_minus = f(x)
        x[idx] = value
        grad[idx] = (f_plus - f_minus) / (2 * epsilon)
    return grad


def relative_error(a, b):
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a)) + np.max(np.abs(b)))


def gradient_check(nn, X, y, epsilon=1e-5):
    """Relative error of every gradient of nn."""
    nn.forward(X)
    grads = nn.backward(y)
    errors = {}
    for l in range(1, len(nn.weights) + 1):
        W = nn.weights[l - 1]
        numeric_dW = np.zeros(W.shape)
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                old = W[i, j]
                W[i, j] = old + epsilon
                loss_plus = compute_loss(nn, X, y)
                W[i, j] = old - epsilon
                loss_minus = compute_loss(nn, X, y)
                W[i, j] = old
                numeric_dW[i, j] = (loss_plus - loss_minus) / (2 * epsilon)
        errors["dW%d" % l] = relative_error(grads["dW%d" % l], numeric_dW)

        b = nn.biases[l - 1]
        numeric_db = np.zeros(b.shape)
        for j in range(b.shape[1]):
            old = b[0, j]
            b[0, j] = old + epsilon
            loss_plus = compute_loss(nn, X, y)
            b[0, j] = old - epsilon
            loss_minus = compute_loss(nn, X, y)
            b[0, j] = old
            numeric_db[0, j] = (loss_plus - loss_minus) / (2 * epsilon)
        errors["db%d" % l] = relative_error(grads["db%d" % l], numeric_db)
    errors["worst"] = max(errors.values())
    return errors


np.random.seed(42)
demo = NeuralNetworkBackprop([2, 8, 1])
for bias in demo.biases:
    bias += 0.3 * np.random.randn(*bias.shape)
xor_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
xor_y = np.array([[0], [1], [1], [0]])
for name, error in gradient_check(demo, xor_X, xor_y).items():
    print(name, error, "OK" if error < 1e-5 else "WRONG")
