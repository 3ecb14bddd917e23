"""Does backward propagate back, or does it differentiate numerically?

After forward, the first weights and all biases become NaN. Backpropagation
never reads them and is unchanged; whatever evaluates the network again shows
NaN. A program that only repeats the forward pass is told from one that
evaluates it once per parameter by the lines it executes: no clock, no guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

import numpy as np

from grader.judgement.comparing import Array, agrees
from grader.judgement.networks import Parameters
from grader.judgement.probes import Probe
from grader.judgement.tolerances import GRADIENT
from grader.session import Remote, Steps, Student, construct

from .drive import as_dict, built, place, set_up

Verdict = Literal["propagates", "recomputes", "numerical"]

WIDE = (6, 20, 20, 3)


def differentiates_numerically(
    student: Student, make: Remote, probe: Probe, ordinary: Mapping[str, Array]
) -> Verdict:
    """How the student's backward gets its gradients, which are ``ordinary`` on a new network."""
    if _survives_poison(make, probe, ordinary):
        return "propagates"
    sizes = [*WIDE[:-1], probe.sizes[-1]] if len(probe.sizes) == len(WIDE) else list(WIDE)
    return _by_lines(student, make, sizes)


def _survives_poison(make: Remote, probe: Probe, ordinary: Mapping[str, Array]) -> bool:
    steps = Steps(make)
    setting = set_up(steps, make, probe.parameters)
    steps.method(setting.network, "forward", probe.X)
    poison = np.full_like(probe.parameters.weights[0], np.nan)
    steps.write(setting.network, "weights", 0, values=poison)
    for layer, bias in enumerate(probe.parameters.biases):
        steps.write(setting.network, "biases", layer, values=np.full_like(bias, np.nan))
    returned = steps.method(setting.network, "backward", probe.y)
    built(setting)
    poisoned = as_dict(returned.value)
    return all(agrees(poisoned.get(name), array, GRADIENT) for name, array in ordinary.items())


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
