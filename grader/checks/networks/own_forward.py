"""Is a backward pass right for the student's own, wrong, forward pass?

Then it is the derivative of the loss of what that forward pass returns, by
central differences. A right backward of a wrong forward is seen for what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.judgement.comparing import Array, agrees, as_array
from grader.judgement.networks import Architecture, from_named
from grader.judgement.probes import Probe
from grader.judgement.tolerances import GRADIENT
from grader.judgement.verdicts import Mismatch
from grader.session import Remote, Steps, StudentFault

from .drive import Pass, build, filled_by, placed

STEP = 1e-5
LARGEST_NETWORK = 150  # parameters; each costs two forward passes of the student
AT_ONCE = 8  # parameters in one message to the worker


def agrees_with_own_forward(make: Remote, probe: Probe, done: Pass, asked: list[str]) -> bool:
    """Whether every weight and bias gradient is the derivative of the student's own loss."""
    arrays = [
        a
        for w, b in zip(probe.parameters.weights, probe.parameters.biases, strict=True)
        for a in (w, b)
    ]
    if sum(array.size for array in arrays) > LARGEST_NETWORK:
        return False
    try:
        network = build(make, probe)
        numeric = _numeric(network, probe, arrays)
    except (StudentFault, Mismatch):
        return False
    if numeric is None:
        return False
    names = [f"{k}{i}" for i in range(1, probe.depth + 1) for k in ("dW", "db")]
    return all(
        agrees(done.gradients.get(name), gradient, GRADIENT)
        for name, gradient in zip(names, numeric, strict=True)
        if name in asked
    ) and any(float(np.max(np.abs(gradient))) > GRADIENT for gradient in numeric)


def _numeric(network: Remote, probe: Probe, arrays: list[Array]) -> list[Array] | None:
    gradients = []
    for position, array in enumerate(arrays):
        slopes: list[float] = []
        indices = list(np.ndindex(array.shape))
        for start in range(0, len(indices), AT_ONCE):
            some = _slopes(network, probe, arrays, position, indices[start : start + AT_ONCE])
            if some is None:
                return None
            slopes += some
        gradients.append(np.array(slopes).reshape(array.shape))
    return gradients


def _slopes(
    network: Remote,
    probe: Probe,
    arrays: list[Array],
    position: int,
    indices: Sequence[tuple[int, ...]],
) -> list[float] | None:
    """The central differences by some entries of the array at this position."""
    steps = Steps(network)
    noted = []
    for index in indices:
        for sign in (1, -1):
            moved = arrays[position].copy()
            moved[index] += sign * STEP
            changed = from_named([*arrays[:position], moved, *arrays[position + 1 :]])
            filling = filled_by(steps, network, changed)
            noted.append((changed, filling, steps.method(network, "forward", probe.X)))
    values = []
    for changed, filling, output in noted:
        placed(network, changed, filling)
        value = _loss(probe.kind, output.value, probe.y)
        if value is None:
            return None
        values.append(value)
    pairs = zip(values[0::2], values[1::2], strict=True)
    return [(above - below) / (2 * STEP) for above, below in pairs]


def _loss(kind: Architecture, output: object, y: Array) -> float | None:
    """The lecture's loss of the probabilities that the student's forward returned."""
    p = as_array(output)
    if p is None or p.shape != y.shape or not np.all((p > 0) & (p < 1)):
        return None
    if kind.output == "sigmoid":
        return float(-np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1)))
    return float(-np.mean(np.sum(y * np.log(p), axis=1)))
