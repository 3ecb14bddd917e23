"""The derivation of a fully connected network as steps (lecture, sections 3 and 4).

Names and orientation are the lecture's for row samples; :mod:`.columns` turns
the column convention of section 3 into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from . import mistakes as wrong
from .comparing import Array
from .derivation import Formula, Step, Values, quantity
from .networks import ACTIVATIONS, DERIVATIVES, Architecture, divisor


@lru_cache(maxsize=64)
def forward_steps(kind: Architecture, depth: int) -> tuple[Step, ...]:
    """Z1, A1, ..., ZL, AL."""
    steps = []
    for layer in range(1, depth + 1):
        last = layer == depth
        steps.append(
            Step(f"Z{layer}", "Z", pre_activation(layer), wrong.pre_activation(layer, depth))
        )
        steps.append(
            Step(
                f"A{layer}",
                "output" if last else "A",
                activation(kind, layer, depth),
                wrong.activation(kind, layer, last),
                accepts=(quantity(f"own A{layer}"),),
            )
        )
    return tuple(steps)


@lru_cache(maxsize=64)
def backward_steps(kind: Architecture, depth: int, *, shows_inputs: bool) -> tuple[Step, ...]:
    """The steps of the backward pass, last layer first.

    ``shows_inputs``: whether the student returns dA1, dA2, ... as steps of
    their own (three_layer, two_layer) or goes from dZ to dZ in one step.
    """
    steps = []
    for layer in range(depth, 0, -1):
        delta = f"dZ{layer}"
        if layer == depth:
            mistakes = wrong.output_delta(kind, depth)
            steps.append(
                Step(delta, "output delta", output_delta(depth), mistakes, (), wrong.delta_factors)
            )
        else:
            steps.extend(_hidden_delta(kind, layer, depth, shows_inputs=shows_inputs))
        steps.append(
            Step(
                f"dW{layer}",
                "dW",
                weight_gradient(kind, layer),
                wrong.weight_gradient(kind, layer, depth),
                (),
                wrong.batch_factors(kind),
            )
        )
        steps.append(
            Step(
                f"db{layer}",
                "db",
                bias_gradient(kind, layer),
                wrong.bias_gradient(kind, layer, depth),
                (),
                wrong.batch_factors(kind),
            )
        )
    return tuple(steps)


def _hidden_delta(kind: Architecture, layer: int, depth: int, *, shows_inputs: bool) -> list[Step]:
    delta = f"dZ{layer}"
    own = _with_own_derivative(layer, shows_inputs=shows_inputs)
    if not shows_inputs:
        mistakes = wrong.hidden_delta(kind, layer, depth)
        formula = hidden_delta(kind, layer)
        return [Step(delta, "hidden delta", formula, mistakes, (own,), wrong.delta_factors)]
    return [
        Step(
            f"dA{layer}",
            "dA",
            propagated(layer),
            wrong.propagated(kind, layer, depth),
            (),
            wrong.delta_factors,
        ),
        Step(
            delta,
            "hidden delta",
            through_activation(kind, layer),
            wrong.through_activation(kind, layer, depth),
            (own,),
            wrong.delta_factors,
        ),
    ]


def pre_activation(layer: int) -> Formula:
    """Z_l = A_{l-1} @ W_l + b_l."""
    return lambda v: v[f"A{layer - 1}"] @ v[f"W{layer}"] + v[f"b{layer}"]


def activation(kind: Architecture, layer: int, depth: int) -> Formula:
    """A_l = act(Z_l)."""
    function = ACTIVATIONS[kind.output if layer == depth else kind.hidden]
    return lambda v: function(v[f"Z{layer}"])


def output_delta(depth: int) -> Formula:
    """dZ_L = A_L - y, for sigmoid with binary and softmax with categorical cross-entropy."""
    return lambda v: v[f"A{depth}"] - v["y"]


def propagated(layer: int) -> Formula:
    """dA_l = dZ_{l+1} @ W_{l+1}.T."""
    return lambda v: v[f"dZ{layer + 1}"] @ v[f"W{layer + 1}"].T


def through_activation(kind: Architecture, layer: int) -> Formula:
    """dZ_l = dA_l * act'(Z_l)."""
    derivative = DERIVATIVES[kind.hidden]
    return lambda v: v[f"dA{layer}"] * derivative(v[f"Z{layer}"])


def hidden_delta(kind: Architecture, layer: int) -> Formula:
    """dZ_l = (dZ_{l+1} @ W_{l+1}.T) * act'(Z_l)."""
    back, derivative = propagated(layer), DERIVATIVES[kind.hidden]
    return lambda v: back(v) * derivative(v[f"Z{layer}"])


def weight_gradient(kind: Architecture, layer: int) -> Formula:
    """dW_l = A_{l-1}.T @ dZ_l / m (no division where the loss is a sum)."""
    return lambda v: v[f"A{layer - 1}"].T @ v[f"dZ{layer}"] / _by(kind, v)


def bias_gradient(kind: Architecture, layer: int) -> Formula:
    """db_l = sum over samples of dZ_l / m (no division where the loss is a sum)."""
    return lambda v: np.sum(v[f"dZ{layer}"], axis=0, keepdims=True) / _by(kind, v)


def _by(kind: Architecture, values: Mapping[str, Array]) -> int:
    return divisor(kind, values["A0"].shape[0])


def _with_own_derivative(layer: int, *, shows_inputs: bool) -> Formula:
    """As the lecture's step, with what the student's own derivative function gives at Z_l."""

    def formula(v: Values) -> Array:
        back = v[f"dA{layer}"] if shows_inputs else propagated(layer)(v)
        return back * v[f"own derivative {layer}"]

    return formula
