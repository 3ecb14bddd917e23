import numpy as np
import matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    return [np.linalg.norm(g) for g in grads.values()]

def plot_gradient_flow(norms, ax=None):
    if ax is None:
        fig, ax = plt.subplots()
    ax.plot(range(1, len(norms) + 1), norms, "o-")
    ax.set_yscale("log")
    ax.set_xlabel("Layer")
    ax.set_ylabel("Norm")
    ax.set_title("Flow")
    return ax
