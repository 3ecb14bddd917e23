"""Gradient flow as a bar chart."""
import numpy as np
import matplotlib.pyplot as plt


def frobenius(M):
    return float(np.sqrt(np.sum(M ** 2)))


def gradient_norms(nn, X, y):
    """Frobenius norms of dW_1 ... dW_L after one forward and one backward pass."""
    nn.forward(X)
    grads = nn.backward(y)
    return [frobenius(grads[f"dW{l + 1}"]) for l in range(len(nn.weights))]


def plot_gradient_flow(norms, ax=None):
    """One bar per layer."""
    if ax is None:
        ax = plt.figure(figsize=(6, 4)).add_subplot(111)
    norms = np.asarray([] + norms, dtype=float)
    positions = np.arange(1, norms.size + 1)
    ax.bar(positions, norms, color="tab:blue", width=0.6, log=True)
    ax.set_xticks(positions)
    ax.set_xticklabels([f"W{p}" for p in positions])
    ax.set(xlabel="Layer", ylabel="Frobenius norm of the gradient", title="How gradients flow")
    plt.tight_layout()
    plt.show()
    return ax
