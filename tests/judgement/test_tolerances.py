"""Tolerances as the exercises promise them, by what students may do."""

from __future__ import annotations

import numpy as np
import pytest

from grader.judgement import tolerances
from grader.judgement.comparing import agrees
from grader.judgement.networks import (
    Architecture,
    Parameters,
    backward,
    forward,
    gradient_names,
)
from grader.judgement.probes import Probe, draw_probe

KINDS = [Architecture("relu", "sigmoid"), Architecture("tanh", "sigmoid")]


def test_the_promised_ones() -> None:
    assert tolerances.GRADIENT == 1e-4
    assert tolerances.VALUE == 1e-6
    assert tolerances.RESTORED == 1e-12


def probes(kind: Architecture) -> list[Probe]:
    return [draw_probe(np.random.default_rng(seed), kind, [3, 5, 4, 2], 6) for seed in range(20)]


def cast(probe: Probe, kind: type[np.floating]) -> dict[str, np.ndarray]:
    parameters = Parameters(
        tuple(w.astype(kind) for w in probe.parameters.weights),
        tuple(b.astype(kind) for b in probe.parameters.biases),
    )
    values = forward(probe.kind, parameters, probe.X.astype(kind))
    return backward(probe.kind, parameters, values, probe.y.astype(kind))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_single_precision_inside_is_right(kind: Architecture) -> None:
    for probe in probes(kind):
        got, right = cast(probe, np.float32), probe.trace()
        for name in gradient_names(probe.depth):
            assert agrees(got[name], right[name], tolerances.GRADIENT)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_half_precision_inside_is_wrong(kind: Architecture) -> None:
    for probe in probes(kind):
        got, right = cast(probe, np.float16), probe.trace()
        assert not all(
            agrees(got[name], right[name], tolerances.GRADIENT)
            for name in gradient_names(probe.depth)
        )


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_clipped_probabilities_and_a_small_epsilon_are_right(kind: Architecture) -> None:
    for probe in probes(kind):
        right = probe.trace()
        a, y = right[f"A{probe.depth}"], right["y"]
        a = np.clip(a, 1e-7, 1 - 1e-7)
        delta = ((1 - y) / (1 - a + 1e-7) - y / (a + 1e-7)) * a * (1 - a)
        values = {**right, f"A{probe.depth}": delta + y}
        got = backward(kind, probe.parameters, values, y)
        for name in gradient_names(probe.depth):
            assert agrees(got[name], right[name], tolerances.GRADIENT)


@pytest.mark.parametrize("strength", [1e-3, 1e-2])
def test_a_little_regularisation_is_wrong(strength: float) -> None:
    for probe in probes(KINDS[0]):
        right = probe.trace()
        got = [right[f"dW{i}"] + strength * right[f"W{i}"] for i in (1, 2, 3)]
        assert not all(
            agrees(g, right[f"dW{i}"], tolerances.GRADIENT) for i, g in enumerate(got, 1)
        )
