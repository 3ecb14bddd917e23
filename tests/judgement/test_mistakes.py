"""The known wrong formulas: wrong, computable where names are found, and told apart."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from grader.checks.networks.cases import SQUARE, SQUARE_SAMPLES
from grader.judgement.catalogue import CATALOGUE
from grader.judgement.dense import backward_steps, forward_steps
from grader.judgement.derivation import Step, names
from grader.judgement.networks import Architecture
from grader.judgement.probes import Probe, draw_probe

KINDS = [
    Architecture("relu", "sigmoid"),
    Architecture("tanh", "sigmoid"),
    Architecture("relu", "softmax"),
    Architecture("relu", "sigmoid", mean=False),
]
SEEDS = (1, 2, 3)


def square(kind: Architecture, seed: int) -> Probe:
    return draw_probe(np.random.default_rng(seed), kind, list(SQUARE), SQUARE_SAMPLES)


def steps_of(kind: Architecture, depth: int) -> list[Step]:
    return [
        *forward_steps(kind, depth),
        *backward_steps(kind, depth, shows_inputs=True),
        *backward_steps(kind, depth, shows_inputs=False),
    ]


def wrong_values(step: Step, probe: Probe) -> list[tuple[str, np.ndarray]]:
    """Every mistake of the step that can be computed on this case, and what it gives."""
    values, found = probe.trace(), []
    with np.errstate(all="ignore"):
        for mistake in step.mistakes:
            try:
                found.append((mistake.bug, np.asarray(mistake.formula(values), dtype=float)))
            except (ValueError, IndexError, KeyError):
                continue
    return found


# Two ways to the same numbers: whichever of them a student took, nobody can tell.
TWINS = {
    ("output delta", "missing-term", "wrong-output-delta"),  # -y (1 - a) = -y/a * a (1 - a)
    ("db", "swapped-gradients", "wrong-layer-delta"),  # db of a layer is the sum over its dZ
    ("dA", "swapped-gradients", "wrong-layer-weights"),  # dA of a layer is dZ @ W.T one above
    ("dW", "clipped-gradient", "wrong-factor"),  # a gradient cut to a length is a multiple of it
    ("dW", "integer-truncation", "zero-gradient"),  # tanh and softmax lie between -1 and 1
    # The rows of softmax's dZ add up to 0.
    ("dA", "only-last-layer", "weights-left-out"),
    ("hidden delta", "only-last-layer", "weights-left-out"),
    ("db", "missing-bias-gradient", "wrong-axis"),
}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_mistake_can_be_computed_somewhere(kind: Architecture) -> None:
    as_many_samples_as_units = draw_probe(np.random.default_rng(1), kind, list(SQUARE), SQUARE[0])
    computed, known = set(), set()
    for probe in (square(kind, 1), as_many_samples_as_units):
        for step in steps_of(kind, probe.depth):
            computed |= {bug for bug, _ in wrong_values(step, probe)}
            known |= {mistake.bug for mistake in step.mistakes}
    assert known == computed


def confused(kind: Architecture, seed: int) -> set[tuple[str, str, str]]:
    """Pairs of names that fit the same numbers of a step on the square case."""
    probe = square(kind, seed)
    values, pairs = probe.trace(), set()
    for step in steps_of(kind, probe.depth):
        if step.name.endswith("1"):
            continue  # the first layer shares its formulas with the second, and lacks some
        right = values[step.name]
        for bug, wrong in wrong_values(step, probe):
            if wrong.shape == right.shape and np.allclose(wrong, right, rtol=1e-5, atol=1e-12):
                continue  # not wrong in this layer, such as A0 in place of A_{l-1} where l = 1
            if np.all(np.isfinite(wrong)):
                said = names(step, wrong, values, right)
                assert bug in said, f"{step.name}: {bug} is not found in its own numbers"
                pairs |= {(step.kind, *sorted((bug, other))) for other in said - {bug}}
    return pairs  # type: ignore[return-value]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_mistake_is_found_and_told_from_every_other(kind: Architecture) -> None:
    """Rows of zeros may make two mistakes alike in one case, but not in every case."""
    always = set.intersection(*(confused(kind, seed) for seed in SEEDS))
    assert always <= TWINS


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_right_numbers_have_no_name(kind: Architecture) -> None:
    for seed in SEEDS:
        probe = square(kind, seed)
        values = probe.trace()
        for step in steps_of(kind, probe.depth):
            right = values[step.name]
            assert not names(step, right, values, right), step.name
            nudged = right * (1 + 1e-9)
            assert not names(step, nudged, values, right), step.name


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_mistake_is_in_the_catalogue(kind: Architecture) -> None:
    for step in steps_of(kind, 3):
        assert {mistake.bug for mistake in step.mistakes} <= set(CATALOGUE), step.name
        values = square(kind, 1).trace()
        assert {name for _, name in step.factors(values)} <= set(CATALOGUE), step.name


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_each_name_is_wrong_somewhere(kind: Architecture) -> None:
    """A formula that is right in every layer would accuse right programs."""
    probe = square(kind, 1)
    values = probe.trace()
    differs: dict[tuple[str, str], bool] = defaultdict(bool)
    for step in steps_of(kind, probe.depth):
        right = values[step.name]
        for bug, wrong in wrong_values(step, probe):
            same = wrong.shape == right.shape and np.allclose(wrong, right, rtol=1e-5)
            differs[step.kind, bug] |= not same
    assert all(differs.values()), [key for key, differing in differs.items() if not differing]
