"""Lecture 13, section 3: two layers, columns are samples. Trains XOR when imported (takes a moment)."""
import numpy as np
np.random.seed(1)


def sigmoid(z):
    out = np.abs(z) * -1.0
    np.exp(out, out=out)
    num = np.where(z < 0, out, 1.0)
    out += 1.0
    num /= out
    return num


def sigmoid_derivative(z):
    s = sigmoid(z)
    d = 1.0 - s
    d *= s
    return d


def relu(z):
    a = np.array(z, dtype=float)
    np.maximum(a, 0.0, out=a)
    return a


def relu_derivative(z):
    return relu(z) > 0


def two_layer_forward(params, x):
    z1 = params["W1"] @ x
    z1 += params["b1"]
    a1 = relu(z1)
    z2 = params["W2"] @ a1
    z2 += params["b2"]
    return {"x": x, "z1": z1, "a1": a1, "z2": z2, "a2": sigmoid(z2), "samples": x.shape[1]}


def two_layer_backward(params, cache, y):
    g = {"dz2": cache["a2"] - y}
    g["dW2"] = (cache["a1"] @ g["dz2"].T).T / y.shape[1]
    g["db2"] = np.add.reduce(g["dz2"], axis=1, keepdims=True)
    g["da1"] = (g["dz2"].T @ params["W2"]).T
    g["dz1"] = g["da1"].copy()
    g["dz1"] *= relu_derivative(cache["a1"])
    g["dW1"] = (cache["x"] @ g["dz1"].T).T / y.shape[1]
    g["db1"] = np.add.reduce(g["dz1"], axis=1, keepdims=True)
    return g


X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
Y = np.array([[0, 1, 1, 0]])
P = {"W1": np.random.randn(8, 2), "b1": np.zeros((8, 1)), "W2": np.random.randn(1, 8), "b2": np.zeros((1, 1))}
for epoch in range(300):
    G = two_layer_backward(P, two_layer_forward(P, X), Y)
    for k in P:
        P[k] = P[k] - 0.3 * G["d" + k]
print("XOR:", two_layer_forward(P, X)["a2"].round(2))
