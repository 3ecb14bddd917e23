from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes


@dataclass(frozen=True)
class LayerGradient:
    layer: int
    dW: np.ndarray

    @property
    def norm(self) -> float:
        return float(np.linalg.norm(self.dW, "fro"))


class GradientFlow:
    def __init__(self, layers: list[LayerGradient]) -> None:
        self.layers = layers

    @classmethod
    def of(cls, nn, X: np.ndarray, y: np.ndarray) -> "GradientFlow":
        nn.forward(X)
        grads = nn.backward(y)
        return cls([LayerGradient(l, grads[f"dW{l}"]) for l, _ in enumerate(nn.weights, start=1)])

    def norms(self) -> list[float]:
        return [layer.norm for layer in self.layers]


class FlowPlot:
    x_label = "Layer $l$"
    y_label = r"$\|dW_l\|_F$"
    title = "Gradient flow (backward: right to left)"

    def __init__(self, ax: Axes | None) -> None:
        self.ax = ax if ax is not None else plt.subplots(1, 1)[1]

    def draw(self, heights: Sequence[float]) -> Axes:
        numbers = list(range(1, len(heights) + 1))
        self.ax.semilogx(numbers, list(heights), marker="o")
        self.ax.set_xticks(numbers)
        self.ax.set_xlabel(self.x_label)
        self.ax.set_ylabel(self.y_label)
        self.ax.set_title(self.title)
        self.ax.grid(True, which="both", alpha=0.3)
        return self.ax


def gradient_norms(nn, X: np.ndarray, y: np.ndarray) -> list[float]:
    return GradientFlow.of(nn, X, y).norms()


def plot_gradient_flow(norms: Sequence[float], ax: Axes | None = None) -> Axes:
    return FlowPlot(ax).draw(norms)
