import numpy as np

def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out

def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)

def relu(z):
    return np.maximum(0, z)

def relu_derivative(z):
    return (np.asarray(z) > 0).astype(float)

def _aug(a):
    return np.vstack([a, np.ones((1, a.shape[1]))])

def two_layer_forward(params, x):
    M1 = np.hstack([params["W1"], params["b1"]])
    M2 = np.hstack([params["W2"], params["b2"]])
    z1 = M1 @ _aug(x)
    a1 = relu(z1)
    z2 = M2 @ _aug(a1)
    return {"x": x, "z1": z1, "a1": a1, "z2": z2, "a2": sigmoid(z2)}

def two_layer_backward(params, cache, y):
    dz2 = cache["a2"] - y
    dM2 = dz2 @ _aug(cache["a1"]).T
    da1 = params["W2"].T @ dz2
    dz1 = da1 * relu_derivative(cache["z1"])
    dM1 = dz1 @ _aug(cache["x"]).T
    return {"dz2": dz2, "dW2": dM2[:, :-1], "db2": dM2[:, -1:], "da1": da1, "dz1": dz1, "dW1": dM1[:, :-1], "db1": dM1[:, -1:]}
