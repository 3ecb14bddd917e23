import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    nn.forward(X)
    L = len(nn.weights)
    grads = {}
    dZ = nn.cache["A%d" % L] - y
    for l in range(L, 0, -1):
        grads["dW%d" % l] = nn.cache["A%d" % (l - 1)].T @ dZ / len(X)
        if l > 1:
            dZ = (dZ @ nn.weights[l - 1].T) * (nn.cache["Z%d" % (l - 1)] > 0)
    norms = []
    for l in range(1, len(nn.weights) + 1):
        norms.append(float(np.linalg.norm(grads["dW" + str(l)])))
    return norms


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    layers = range(1, len(norms) + 1)
    ax.plot(layers, norms, "o-")
    ax.set_yscale("log")
    ax.set_xlabel("layer")
    ax.set_ylabel("||dW||")
    ax.set_title("Gradient flow")
    return ax
