"""The lecture's networks in our own complex-safe code: forward pass, loss, every gradient step.

Rows are samples. The formulas are those of the lecture (section 4); the tests
prove each against the complex-step derivative of :func:`loss`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Hidden = Literal["relu", "tanh"]
Output = Literal["sigmoid", "softmax"]


@dataclass(frozen=True, slots=True)
class Architecture:
    """A kind of network: activation of the hidden layers, output layer, and the loss's average.

    ``mean`` is True where the loss is averaged over the samples and False
    where it is summed (the lecture's two-layer derivation).
    """

    hidden: Hidden
    output: Output
    mean: bool = True


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of shape (n_in, n_out) and biases of shape (1, n_out), one per layer."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    @property
    def sizes(self) -> list[int]:
        """The layer sizes, input first."""
        return [self.weights[0].shape[0], *(w.shape[1] for w in self.weights)]


def relu(z: Array) -> Array:
    """max(z, 0), by the sign of the real part so that a complex step passes through."""
    return np.where(np.real(z) > 0, z, 0)


def relu_derivative(z: Array) -> Array:
    """1 where z > 0, otherwise 0."""
    return np.where(np.real(z) > 0, 1.0, 0.0)


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), stable for large ``|z|``."""
    positive = np.real(z) >= 0
    e: Array = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1 / (1 + e), e / (1 + e))


def sigmoid_derivative(z: Array) -> Array:
    """sigmoid(z) (1 - sigmoid(z))."""
    a = sigmoid(z)
    slope: Array = a * (1 - a)
    return slope


def tanh_derivative(z: Array) -> Array:
    """1 - tanh(z)^2."""
    return 1 - np.tanh(z) ** 2


def softmax(z: Array) -> Array:
    """exp(z) / sum exp(z) over each row, shifted by the row's largest (real) entry."""
    e = np.exp(z - np.max(np.real(z), axis=1, keepdims=True))
    probabilities: Array = e / e.sum(axis=1, keepdims=True)
    return probabilities


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": relu,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "softmax": softmax,
}
DERIVATIVES: dict[str, Callable[[Array], Array]] = {
    "relu": relu_derivative,
    "tanh": tanh_derivative,
    "sigmoid": sigmoid_derivative,
}


def forward(kind: Architecture, parameters: Parameters, X: Array) -> dict[str, Array]:
    """Every quantity of the forward pass: 'A0', 'Z1', 'A1', ..., 'ZL', 'AL'."""
    depth = len(parameters.weights)
    values: dict[str, Array] = {"A0": np.asarray(X)}
    for layer in range(1, depth + 1):
        weight, bias = parameters.weights[layer - 1], parameters.biases[layer - 1]
        z = values[f"A{layer - 1}"] @ weight + bias
        activation = kind.output if layer == depth else kind.hidden
        values[f"Z{layer}"] = z
        values[f"A{layer}"] = ACTIVATIONS[activation](z)
    return values


def sample_losses(kind: Architecture, z: Array, y: Array) -> Array:
    """Cross-entropy of each sample, from the last pre-activations (exact for large ``|z|``).

    Binary: sum over outputs of log(1 + exp(z)) - y z. Softmax: log sum exp(z) - y . z.
    """
    if kind.output == "sigmoid":
        big = np.where(np.real(z) > 0, z, 0)
        softplus = big + np.log(np.exp(z - big) + np.exp(-big))
        losses: Array = np.sum(softplus - y * z, axis=1)
    else:
        top = np.max(np.real(z), axis=1, keepdims=True)
        log_sum = top[:, 0] + np.log(np.sum(np.exp(z - top), axis=1))
        losses = np.sum(y, axis=1) * log_sum - np.sum(y * z, axis=1)
    return losses


def loss(kind: Architecture, parameters: Parameters, X: Array, y: Array) -> Any:
    """The loss that the exercise's gradients are gradients of."""
    values = forward(kind, parameters, X)
    losses = sample_losses(kind, values[f"Z{len(parameters.weights)}"], y)
    return losses.mean() if kind.mean else losses.sum()


def divisor(kind: Architecture, samples: int) -> int:
    """What the sums over samples are divided by."""
    return samples if kind.mean else 1


def backward(
    kind: Architecture, parameters: Parameters, values: Mapping[str, Array], y: Array
) -> dict[str, Array]:
    """Every step of the derivation, last layer first: dZ (per sample), dW, db, dA."""
    depth = len(parameters.weights)
    by = divisor(kind, values["A0"].shape[0])
    steps: dict[str, Array] = {}
    for layer in range(depth, 0, -1):
        if layer == depth:
            delta = values[f"A{layer}"] - y
        else:
            derivative = DERIVATIVES[kind.hidden](values[f"Z{layer}"])
            delta = steps[f"dA{layer}"] * derivative
        steps[f"dZ{layer}"] = delta
        steps[f"dW{layer}"] = values[f"A{layer - 1}"].T @ delta / by
        steps[f"db{layer}"] = np.sum(delta, axis=0, keepdims=True) / by
        if layer > 1:
            steps[f"dA{layer - 1}"] = delta @ parameters.weights[layer - 1].T
    return steps


def trace(kind: Architecture, parameters: Parameters, X: Array, y: Array) -> dict[str, Array]:
    """Forward and backward quantities of one case in one mapping, parameters included."""
    X = np.asarray(X, dtype=np.float64)
    values = forward(kind, parameters, X)
    values.update(backward(kind, parameters, values, np.asarray(y, dtype=np.float64)))
    values.update(named(parameters))
    values["y"] = np.asarray(y, dtype=np.float64)
    return values


def named(parameters: Parameters) -> dict[str, Array]:
    """The parameters as 'W1', 'b1', ..., 'WL', 'bL'."""
    found: dict[str, Array] = {}
    for layer, (w, b) in enumerate(zip(parameters.weights, parameters.biases, strict=True), 1):
        found[f"W{layer}"], found[f"b{layer}"] = w, b
    return found


def gradient_names(depth: int) -> list[str]:
    """'dW1', 'db1', ..., 'dWL', 'dbL'."""
    return [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in ("dW", "db")]


def from_named(arrays: Sequence[Array]) -> Parameters:
    """Parameters from [W1, b1, W2, b2, ...]."""
    return Parameters(tuple(arrays[0::2]), tuple(arrays[1::2]))
