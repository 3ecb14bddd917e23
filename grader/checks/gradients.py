"""Gradients by definition: the author states the loss, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.judgement.comparing import Array
from grader.judgement.oracle import settled_gradient
from grader.judgement.tolerances import GRADIENT
from grader.judgement.verdicts import Judgement

from .expect import Parts, Wrong, expect

Parameters = Mapping[str, Array]


def gradients(loss: Callable[[dict[str, Array]], Any], at: Parameters) -> dict[str, Array]:
    """The gradient of ``loss(parameters)`` by each array of ``at``, by numerical differences.

    ``loss`` takes a dict like ``at`` and returns a number; it is your own code, called four to
    sixteen times for each entry. The error is about 1e-10 where the loss is smooth. Near a kink
    smaller steps are taken. Raises NoGradientError (a ValueError) at a kink: draw another case.
    """
    found = {}
    for name, array in at.items():

        def moved(value: Array, name: str = name) -> Any:
            return loss({**at, name: value})

        found[name] = np.asarray(settled_gradient(moved, array))
    return found


def batch_slips(right: Array, samples: int) -> Wrong:
    """What forgetting the mean over ``samples``, or taking it twice, makes of a mean gradient."""
    if samples < 2:
        return {}
    return {"missing-batch-mean": samples * right, "double-batch-mean": right / samples}


def judge_gradients(
    found: object,
    loss: Callable[[dict[str, Array]], Any],
    at: Parameters,
    *,
    name: str = "the result",
    key: str = "d{}",
    samples: int = 1,
    tolerance: float = GRADIENT,
) -> Judgement:
    """Judge a student's dict of gradients against the derivative of ``loss`` at ``at``.

    ``found`` is what the student's code returned. The gradient by ``at["W1"]`` is looked for
    under ``key`` with the name put in: "dW1". Each gradient is an equal part of the points.
    ``samples`` is what a mean loss is divided by, to name a mean that is missing or taken twice.
    """
    parts = Parts()
    held = expect(found, name).is_dict()
    for parameter, right in gradients(loss, at).items():
        with parts.part():
            shown = key.format(parameter)
            value = expect(held.get(shown), shown)
            value.equals(right, tolerance=tolerance, wrong=batch_slips(right, samples))
    return parts.judgement()
