"""Known wrong formulas of each step of a fully connected network.

Each function stands beside the step of the same name in :mod:`..dense`. A
formula is written as a student would have computed it, from the same values
as the right one; a missing quantity or a shape that does not fit just means
that it does not apply.
"""

from __future__ import annotations

from .deltas import (
    delta_factors,
    hidden_delta,
    output_delta,
    propagated,
    through_activation,
)
from .forward import activation, pre_activation
from .sums import batch_factors, bias_gradient, weight_gradient

__all__ = [
    "activation",
    "batch_factors",
    "bias_gradient",
    "delta_factors",
    "hidden_delta",
    "output_delta",
    "pre_activation",
    "propagated",
    "through_activation",
    "weight_gradient",
]
