"""Mistakes in the norms of gradients and in plots of them."""

from __future__ import annotations

from .entries import Bug

_PLOT = "Practice exercise 4: one point or bar per layer, labelled, on a logarithmic y axis"

PLOTS = (
    Bug(
        "norms-of-weights",
        "{where} gives the norms of the weights, not of their gradients",
        "The flow is that of dL/dW",
        "Practice exercise 4: the Frobenius norm of dW_1 ... dW_L",
    ),
    Bug(
        "norms-of-wrong-gradient",
        "{where} takes the norms of other gradients than dW",
        "The exercise asks for the weights' gradients of each layer",
        "Practice exercise 4: the Frobenius norm of dW_1 ... dW_L",
    ),
    Bug(
        "squared-norm",
        "{where} leaves out the square root",
        "|dW| = sqrt(sum of dW_ij^2)",
        "Practice exercise 4: the Frobenius norm, np.linalg.norm(dW)",
    ),
    Bug(
        "max-norm",
        "{where} takes the largest entry in place of the Frobenius norm",
        "|dW| = sqrt(sum of dW_ij^2)",
        "Practice exercise 4: the Frobenius norm, np.linalg.norm(dW)",
    ),
    Bug(
        "averaged-norm",
        "{where} divides the norm by a number of entries",
        "|dW| = sqrt(sum of dW_ij^2), with no mean",
        "Practice exercise 4: the Frobenius norm, np.linalg.norm(dW)",
    ),
    Bug(
        "reversed-layers",
        "{where} lists the last layer first",
        "Layer 1 comes first, as in the network",
        "Look at the loop that goes back through the layers",
    ),
    Bug(
        "layers-out-of-order",
        "{where} does not keep the layers in their order",
        "Layer l has place l: dW2 comes before dW10, and a small norm may come before a large one",
        "Look for sorted, and for keys that are compared as text",
    ),
    Bug(
        "missing-layer",
        "{where} leaves out a layer",
        "There are as many layers as there are arrays in nn.weights",
        "Look at the first and the last number of the range",
    ),
    Bug(
        "normalised-norms",
        "{where} divides the norms by the largest of them or by their sum",
        "The norms are asked for as they are: their size is what vanishes or explodes",
        "Practice exercise 4: the Frobenius norm, np.linalg.norm(dW)",
    ),
    Bug("linear-axis", "{where} has a linear y axis", "Norms shrink by factors", _PLOT),
    Bug(
        "logged-values",
        "{where} takes the logarithms of the norms",
        "The norms themselves are asked for, and a logarithmic axis shows them as they are",
        _PLOT,
    ),
    Bug("missing-label", "{where} lacks an axis label", "A plot says what it shows", _PLOT),
    Bug("missing-title", "{where} lacks a title", "A plot says what it shows", _PLOT),
    Bug(
        "ignored-axes",
        "{where} does not do all its drawing on the axes it is given",
        "The caller chooses where to draw; only without ax a new figure is made",
        _PLOT,
    ),
    Bug(
        "reused-figure",
        "{where} draws into an older figure",
        "Without ax, each plot gets a figure of its own",
        "Use plt.subplots() instead of the current axes",
    ),
)
