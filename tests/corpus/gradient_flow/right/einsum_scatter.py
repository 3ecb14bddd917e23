import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    nn.forward(X)
    g = nn.backward(y)
    square = lambda M: np.einsum("ij,ij", M, M)
    return list(map(float, np.sqrt([square(g["dW{}".format(k)]) for k in range(1, 1 + len(nn.biases))])))


def plot_gradient_flow(norms, ax=None):
    ax = ax or plt.figure().gca()
    h = np.array(norms, dtype=float)
    ax.scatter(np.arange(h.size) + 1, h, s=40, c="crimson")
    ax.set_yscale("log")
    ax.set_ylim(h.min() / 3, h.max() * 3)
    ax.set_xlabel("layer")
    ax.set_ylabel("gradient norm")
    ax.figure.suptitle("Gradient flow")
    return ax
