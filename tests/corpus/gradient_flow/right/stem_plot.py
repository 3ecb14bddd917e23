import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    L = len(nn.weights)
    # trace(G^T G) is the sum of squares of all entries
    return [float(np.sqrt(np.trace(np.dot(grads["dW%d" % l].T, grads["dW%d" % l])))) for l in range(1, L + 1)]


def plot_gradient_flow(norms, ax=None):
    new = ax is None
    if new:
        fig, ax = plt.subplots()
    ax.stem(list(range(1, len(norms) + 1)), list(norms), bottom=1e-12, basefmt=" ")
    ax.set_yscale("log")
    ax.set_ylim(bottom=0.1 * min(norms), top=10 * max(norms))
    ax.set_xlabel("Layer")
    ax.set_ylabel("Norm of the gradient")
    ax.set_title("Gradient flow through the network")
    if new:
        fig.tight_layout()
    return ax
