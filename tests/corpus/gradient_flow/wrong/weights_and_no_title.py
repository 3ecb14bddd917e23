import numpy as np
import matplotlib.pyplot as plt

def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    return [float(np.linalg.norm(nn.weights[l - 1])) for l in range(1, len(nn.weights) + 1)]

def plot_gradient_flow(norms, ax=None):
    if ax is None:
        ax = plt.figure(num=None).subplots()
    n = np.asarray(norms, float)
    x = np.arange(1, n.size + 1)
    ax.plot(x, n, "o-", label="norm")
    ax.axhline(np.exp(np.mean(np.log(n))), color="grey", linestyle="--", label="geometric mean")
    ax.set_yscale("log")
    ax.set_xlabel("layer number $l$")
    ax.set_ylabel(r"$\|dW_l\|_F$")
    ax.text(0.02, 0.02, "vanishing" if n[0] < 0.1 * n[-1] else "ok", transform=ax.transAxes)
    ax.legend()
    ax.set_xlim(0.5, n.size + 0.5)
    return ax
