import numpy as np
import matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    return np.array([np.linalg.norm(grads[f"dW{i + 1}"]) for i in range(len(nn.weights))])

def plot_gradient_flow(norms, ax=None):
    if ax is None:
        plt.figure()
        plt.bar(np.arange(len(norms)) + 1, norms)
        plt.yscale("log")
        plt.xlabel("Layer")
        plt.ylabel("Norm")
        plt.title("Gradient flow")
        return plt.gca()
    ax.bar(np.arange(len(norms)) + 1, norms)
    ax.set_yscale("log")
    ax.set_xlabel("Layer")
    ax.set_ylabel("Norm")
    ax.set_title("Gradient flow")
    return ax
