import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    return [float(np.linalg.norm(grads[f"dW{l}"])) for l in range(1, len(nn.weights) + 1)]


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    layers = np.arange(1, len(norms) + 1)
    ax.plot(layers, norms, marker="o")
    ax.set_yscale("log")
    ax.set_xlabel("Layer")
    ax.set_ylabel("||dW||_F")
    ax.set_title("Gradient flow")
    return plt.gca()
