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
    """the long way: da2 * sigmoid'(z2), simplified because a2 cancels"""
    a2 = cache["a2"]
    # da2 = -(y/a2) + (1-y)/(1-a2);  dz2 = da2 * a2 * (1-a2)
    dz2 = -y * (1 - a2) + (1 - y) * a2
    dW2 = (cache["a1"] @ dz2.T).T
    db2 = dz2 @ np.ones((dz2.shape[1], 1))
    da1 = (dz2.T @ params["W2"]).T
    dz1 = da1.copy()
    dz1[cache["z1"] <= 0] = 0
    dW1 = (cache["x"] @ dz1.T).T
    db1 = dz1 @ np.ones((dz1.shape[1], 1))
    return {"dz2": dz2, "dW2": dW2, "db2": db2, "da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1, "dx": params["W1"].T @ dz1}
