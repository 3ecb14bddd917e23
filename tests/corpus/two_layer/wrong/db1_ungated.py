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

def two_layer_forward(params, x):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    z1 = W1 @ x + b1
    a1 = relu(z1)
    z2 = W2 @ a1 + b2
    a2 = sigmoid(z2)
    return {"x": x, "z1": z1, "a1": a1, "z2": z2, "a2": a2}

def two_layer_backward(params, cache, y):
    dz2 = cache["a2"] - y
    dW2 = dz2 @ cache["a1"].T
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = params["W2"].T @ dz2
    dz1 = da1 * relu_derivative(cache["z1"])
    dW1 = dz1 @ cache["x"].T
    db1 = np.sum(da1, axis=1, keepdims=True)
    return {"dz2": dz2, "dW2": dW2, "db2": db2, "da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1}
