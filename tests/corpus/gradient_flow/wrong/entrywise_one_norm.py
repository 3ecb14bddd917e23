# Exercise 4
import numpy as np
import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator


def one_pass(nn, X, y):
    nn.forward(X)
    return nn.backward(y)


def gradient_norms(nn, X, y):
    grads = one_pass(nn, X, y)
    flat = [np.ravel(grads["dW" + str(i)]) for i in range(1, len(nn.weights) + 1)]
    return [np.abs(v).sum() for v in flat]


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        ax = plt.subplots(figsize=(7, 3))[1]
    layer = 1 + np.arange(len(norms))
    ax.semilogy(layer, norms, drawstyle="steps-mid", marker="x")
    ax.axhline(1e-3, color="grey", linestyle=":", label="vanishing?")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_label_text("Layer")
    ax.yaxis.set_label_text("norm of gradient")
    ax.set_title("Flow of the gradient", loc="left")
    ax.legend(loc="best")
    return ax
