import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (z > 0).astype(float)

class NeuralNetworkBackprop:
    def __init__(self, layer_sizes):
        self.weights, self.biases, self.cache = [], [], {}
        for fan_in, fan_out in zip(layer_sizes, layer_sizes[1:]):
            limit = np.sqrt(6 / (fan_in + fan_out))
            self.weights.append(np.random.uniform(-limit, limit, size=(fan_in, fan_out)))
            self.biases.append(np.zeros((1, fan_out)))
    @property
    def depth(self):
        return len(self.weights)
    def forward(self, X):
        self.cache.clear()
        self.cache["A0"] = np.array(X, dtype=float)
        return self._layer(1)
    def _layer(self, l):
        z = self.cache[f"A{l-1}"] @ self.weights[l-1] + self.biases[l-1]
        self.cache[f"Z{l}"] = z
        if l == self.depth:
            self.cache[f"A{l}"] = sigmoid(z)
            return self.cache[f"A{l}"]
        self.cache[f"A{l}"] = relu(z)
        return self._layer(l + 1)
    def backward(self, y):
        return self._back(self.depth, self.cache[f"A{self.depth}"] - y, len(y))
    def _back(self, l, dz, m):
        if l == 0:
            return {}
        g = {f"dW{l}": (1 / m) * self.cache[f"A{l-1}"].T @ dz, f"db{l}": (1 / m) * dz.sum(axis=0).reshape(1, -1)}
        if l > 1:
            g.update(self._back(l - 1, np.dot(dz, self.weights[l-1].T) * relu_derivative(self.cache[f"Z{l-1}"]), m))
        return g
    def update(self, grads, lr):
        for name, g in grads.items():
            kind, i = name[:2], int(name[2:]) - 1
            if kind == "dW":
                self.weights[i] -= lr * g
            elif kind == "db":
                self.biases[i] -= lr * g


class ThreeLayerNetwork(NeuralNetworkBackprop):
    """adds the steps of the derivation to what the general network returns"""
    def backward(self, y):
        grads = super().backward(y)
        grads["dZ3"] = self.cache["A3"] - y
        for l in (2, 1):
            grads[f"dA{l}"] = grads[f"dZ{l+1}"] @ self.weights[l].T
            grads[f"dZ{l}"] = grads[f"dA{l}"] * (self.cache[f"Z{l}"] > 0)
        return grads
