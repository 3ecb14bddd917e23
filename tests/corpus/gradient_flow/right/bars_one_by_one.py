from __future__ import annotations
from typing import Sequence
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray


def gradient_norms(nn, X: NDArray, y: NDArray) -> list[float]:
    nn.forward(X)
    grads: dict[str, NDArray] = nn.backward(y)
    result: list[float] = [0.0] * len(nn.weights)
    for name, g in grads.items():
        if name.startswith("dW"):
            result[int(name.removeprefix("dW")) - 1] = float(np.sqrt(np.square(g).sum()))
    return result


def plot_gradient_flow(norms: Sequence[float], ax: matplotlib.axes.Axes | None = None) -> matplotlib.axes.Axes:
    if ax is None:
        ax = plt.subplots(1, 1)[1]
    for i, norm in enumerate(norms):
        bar = ax.bar(i + 1, norm, color=plt.cm.viridis(i / max(1, len(norms))))
        ax.bar_label(bar, fmt="%.2e")
    ax.set_yscale("log")
    ax.set_xticks(np.arange(len(norms)) + 1, [f"$W_{{{i + 1}}}$" for i in range(len(norms))])
    ax.set_xlabel("Layer")
    ax.set_ylabel("Gradient norm")
    ax.set_title("Gradient flow")
    return ax
