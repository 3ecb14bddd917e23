import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
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
    ax.set_ylabel("||dW||")
    ax.set_title("Gradient flow")
    return ax
