import numpy as np
import matplotlib.pyplot as plt


def gradient_norms(nn, X, y):
    out = nn.forward(X)
    assert out.shape == y.shape, "y must have the shape of the output"
    grads = nn.backward(y)
    norms = [0.0] * len(nn.weights)
    for l in range(len(nn.weights)):
        singular_values = np.linalg.svd(grads["dW" + str(l + 1)], compute_uv=False)
        norms[l] = float(np.sum(singular_values))
    return norms


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        plt.figure()
        ax = plt.gca()
    colors = plt.cm.viridis(np.linspace(0, 1, len(norms)))
    for number, (norm, color) in enumerate(zip(norms, colors), 1):
        ax.plot([number], [norm], "o", color=color, label=f"layer {number}")
    ax.set_yscale("log", base=2)
    ax.set_xlabel("layer")
    ax.set_ylabel("Frobenius norm (log2)")
    ax.set_title("Gradients per layer")
    ax.legend()
    return ax
