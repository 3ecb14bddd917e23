"""Known wrong formulas of act'(Z_l), the factor inside of a hidden layer's delta."""

from __future__ import annotations

import numpy as np

from ..derivation import Formula, Mistake
from ..networks import (
    DERIVATIVES,
    Architecture,
    relu_derivative,
    sigmoid_derivative,
    tanh_derivative,
)
from .constants import LEAKS

OTHER = "wrong-function-derivative"
ELSEWHERE = "derivative-of-wrong-layer"


def derivatives(kind: Architecture, layer: int, depth: int) -> list[Mistake]:
    """What students put in the place of act'(Z_l)."""
    own = DERIVATIVES[kind.hidden]
    special = _instead_of_tanh if kind.hidden == "tanh" else _instead_of_relu
    others = [other for other in range(1, depth + 1) if other != layer]
    return [
        *_instead_of_either(layer),
        *special(layer),
        *(Mistake(ELSEWHERE, derivative_at(kind, other)) for other in others),
        Mistake(ELSEWHERE, lambda v: sigmoid_derivative(v[f"Z{depth}"])),
        Mistake(ELSEWHERE, lambda v: own(v[f"A{layer - 1}"])),
    ]


def derivative_at(kind: Architecture, layer: int) -> Formula:
    """act'(Z_l) of the hidden layers' function."""
    derivative = DERIVATIVES[kind.hidden]
    return lambda v: derivative(v[f"Z{layer}"])


def _instead_of_either(layer: int) -> list[Mistake]:
    a, z = f"A{layer}", f"Z{layer}"
    return [
        Mistake("missing-activation-derivative", lambda v: np.ones_like(v[z])),
        Mistake(OTHER, lambda v: sigmoid_derivative(v[z])),
        Mistake(OTHER, lambda v: v[a] * (1 - v[a])),
        Mistake(OTHER, lambda v: sigmoid_derivative(v[a])),
        Mistake(OTHER, lambda v: v[z] * (1 - v[z])),
        Mistake(OTHER, lambda v: v[a]),
        Mistake(OTHER, lambda v: np.sign(v[z])),
        *(Mistake(OTHER, _leaky_derivative(z, leak)) for leak in LEAKS),
    ]


def _instead_of_tanh(layer: int) -> list[Mistake]:
    a, z = f"A{layer}", f"Z{layer}"
    return [
        Mistake("derivative-at-wrong-argument", lambda v: tanh_derivative(v[a])),
        Mistake("derivative-at-wrong-argument", lambda v: 1 - v[z] ** 2),
        Mistake("wrong-derivative-formula", lambda v: 1 - v[a]),
        Mistake("wrong-derivative-formula", lambda v: 1 + v[a] ** 2),
        Mistake("wrong-derivative-formula", lambda v: v[a] ** 2),
        Mistake("wrong-derivative-formula", lambda v: (1 - v[a]) ** 2),
        Mistake("wrong-derivative-formula", lambda v: 1 - np.abs(v[a])),
        Mistake(OTHER, lambda v: relu_derivative(v[z])),
    ]


def _instead_of_relu(layer: int) -> list[Mistake]:
    a, z = f"A{layer}", f"Z{layer}"
    return [
        Mistake(OTHER, lambda v: tanh_derivative(v[z])),
        Mistake(OTHER, lambda v: 1 - v[a] ** 2),
        Mistake(OTHER, lambda v: tanh_derivative(v[a])),
        Mistake(OTHER, lambda v: v[z]),
        Mistake("derivative-inverted", lambda v: 1 - relu_derivative(v[z])),
        Mistake("derivative-inverted", lambda v: relu_derivative(v[z]) - 1),
    ]


def _leaky_derivative(z: str, slope: float) -> Formula:
    return lambda v: np.where(v[z] > 0, 1.0, slope)
