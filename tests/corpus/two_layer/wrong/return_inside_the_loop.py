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
    m = y.shape[1]
    W2 = params["W2"]
    dz2 = np.zeros(cache["z2"].shape)
    da1 = np.zeros(cache["a1"].shape)
    dz1 = np.zeros(cache["z1"].shape)
    dW1 = np.zeros(params["W1"].shape)
    dW2 = np.zeros(W2.shape)
    db1 = np.zeros(params["b1"].shape)
    db2 = np.zeros(params["b2"].shape)
    for i in range(m):
        e = cache["a2"][:, i] - y[:, i]
        dz2[:, i] = e
        dW2 += np.outer(e, cache["a1"][:, i])
        db2[:, 0] += e
        da1[:, i] = W2.T.dot(e)
        for j in range(dz1.shape[0]):
            dz1[j, i] = da1[j, i] if cache["z1"][j, i] > 0 else 0.0
        dW1 += np.outer(dz1[:, i], cache["x"][:, i])
        db1[:, 0] += dz1[:, i]
        return {"dz2": dz2, "dW2": dW2, "db2": db2, "da1": da1, "dz1": dz1, "dW1": dW1, "db1": db1}
