import numpy as np
import matplotlib.pyplot as plt

VANISHING = 1e-4
EXPLODING = 1e2

def gradient_norms(nn, X, y):
    nn.forward(X); g = nn.backward(y)
    return [np.linalg.norm(g["dW%i" % i]) for i in range(1, len(nn.biases) + 1)]

def plot_gradient_flow(norms, ax=None):
    if ax is None:
        ax = plt.figure().add_subplot()
    x = np.arange(1, len(norms) + 1)
    ax.axhline(VANISHING, ls=":", color="r", label="vanishing")
    ax.axhline(EXPLODING, ls=":", color="k", label="exploding")
    ax.axhspan(1e-8, VANISHING, color="r", alpha=.05)
    ax.plot(x, norms, "b-")
    ax.plot(x, norms, "bo")
    ax.set_yscale("log")
    ax.set_xlabel("layer"); ax.set_ylabel("norm"); ax.set_title("flow")
    ax.legend(loc="best")
    return ax
