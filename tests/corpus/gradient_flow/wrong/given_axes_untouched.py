# no pyplot: Figure and canvas by hand
import math

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def gradient_norms(nn, X, y):
    nn.forward(X)
    grads = nn.backward(y)
    result = []
    layer = 1
    while "dW%i" % layer in grads:
        total = 0.0
        for row in grads["dW%i" % layer].tolist():
            for entry in row:
                total += entry * entry
        result.append(math.sqrt(total))
        layer += 1
    return result


def plot_gradient_flow(norms, ax=None):
    if ax is None:
        figure = Figure()
        FigureCanvasAgg(figure)
        ax = figure.add_axes([0.15, 0.12, 0.8, 0.78])
    else:
        ax = ax.figure.add_axes(ax.get_position())
    xs, ys = [], []
    for i, norm in enumerate(norms):
        xs.append(i + 1)
        ys.append(float(norm))
    ax.plot(xs, ys, marker="s", linestyle="--", color="k")
    ax.set_yscale("log")
    ax.set_xlabel("number of the layer")
    ax.set_ylabel("norm of dW")
    ax.set_title("Gradient norm per layer")
    return ax
