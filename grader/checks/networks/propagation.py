"""Does backward propagate back, or does it differentiate numerically?

After forward, the first weights and all biases become NaN. Backpropagation
never reads them and is unchanged; whatever evaluates the network again shows
NaN. A program that only repeats the forward pass is told from one that
evaluates it once per parameter by the lines it executes: no clock, no guess.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

from grader.judgement.comparing import Array, agrees
from grader.judgement.networks import Parameters
from grader.judgement.probes import Probe
from grader.judgement.tolerances import GRADIENT
from grader.session import Remote, Student, construct, write

from .drive import as_dict, build, gradients, place

Verdict = Literal["propagates", "recomputes", "numerical"]

WIDE = (6, 20, 20, 3)


def differentiates_numerically(student: Student, make: Remote, probe: Probe) -> Verdict:
    """How the student's backward gets its gradients."""
    if _survives_poison(make, probe):
        return "propagates"
    sizes = [*WIDE[:-1], probe.sizes[-1]] if len(probe.sizes) == len(WIDE) else list(WIDE)
    return _by_lines(student, make, sizes)


def _survives_poison(make: Remote, probe: Probe) -> bool:
    network = build(make, probe)
    network.forward(probe.X)
    before = as_dict(network.backward(probe.y))
    network.forward(probe.X)
    write(network, "weights", 0, values=np.full_like(probe.parameters.weights[0], np.nan))
    for layer, bias in enumerate(probe.parameters.biases):
        write(network, "biases", layer, values=np.full_like(bias, np.nan))
    after = as_dict(network.backward(probe.y))
    return all(
        agrees(after.get(name), gradient, GRADIENT) for name, gradient in gradients(before).items()
    )


def _by_lines(student: Student, make: Remote, sizes: list[int]) -> Verdict:
    rng = np.random.default_rng(0)  # only lines are counted: the numbers do not matter
    pairs = list(pairwise(sizes))
    parameters = Parameters(
        tuple(0.3 * rng.normal(size=pair) for pair in pairs),
        tuple(0.3 * rng.normal(size=(1, k)) for _, k in pairs),
    )
    X: Array = rng.normal(size=(1, sizes[0]))
    y = np.eye(sizes[-1])[:1]
    network = construct(make, sizes)
    place(network, parameters)
    _, forward_lines = student.count_lines(network.forward, X)
    _, backward_lines = student.count_lines(network.backward, y)
    size = sum(w.size + b.size for w, b in zip(parameters.weights, parameters.biases, strict=True))
    # One evaluation per parameter is the least that any difference scheme needs.
    return "numerical" if backward_lines > 0.7 * size * forward_lines else "recomputes"
