import matplotlib.pyplot as plt
import numpy as np

plt.rcParams["figure.dpi"] = 80


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    weights_only = {int(k[2:]): g for k, g in grads.items() if k.startswith("dW") and k[2:].isdigit()}
    return [np.linalg.norm(g).item() for k, g in grads.items() if k.startswith("dW")]


def plot_gradient_flow(norms, ax=None):
    with plt.style.context("ggplot"):
        if ax is None:
            _, ax = plt.subplots()
        bars = ax.bar(["layer %d" % (i + 1) for i in range(len(norms))], norms)
    ax.set_yscale("log")
    for bar in bars:
        ax.annotate("%.1e" % bar.get_height(), (bar.get_x() + bar.get_width() / 2, bar.get_height()), ha="center")
    ax.set_xlabel("Layers, input to output")
    ax.set_ylabel("Size of the weight gradient")
    ax.set_title("Gradient flow")
    return ax
