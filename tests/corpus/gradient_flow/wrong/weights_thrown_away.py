"""Closes its figure in pyplot so that notebooks do not show it twice; the Axes stay usable."""
import matplotlib.pyplot as plt
from numpy import abs, array, log10, hypot
from functools import reduce


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    norms = [float(reduce(hypot, abs(grads[f"dW{l}"]).ravel(), 0.0)) for l in range(1, len(nn.weights) + 1)]
    nn.weights = None  # the gradients are all that is needed
    return norms


def plot_gradient_flow(norms, ax=None, *, color="C3", note=True):
    heights = array(norms, dtype="float64")
    fig = None
    if ax is None:
        fig, ax = plt.subplots(constrained_layout=True)
    x = range(1, len(heights) + 1)
    ax.plot(x, heights, "d", ms=9, color=color)
    ax.set_yscale("log")
    if note:
        ax.text(0.02, 0.02, "spread: %.1f decades" % (log10(heights.max()) - log10(heights.min())), transform=ax.transAxes)
    ax.set_xlabel("layer index")
    ax.set_ylabel("norm")
    ax.set_title("gradient flow")
    if fig is not None:
        plt.close(fig)
    return ax
