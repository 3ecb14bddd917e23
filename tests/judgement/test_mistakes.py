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
SEEDS = (1, 2)


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


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_mistake_can_be_computed_on_the_square_case(kind: Architecture) -> None:
    probe = square(kind, 1)
    computed, known = set(), set()
    for step in steps_of(kind, probe.depth):
        computed |= {bug for bug, _ in wrong_values(step, probe)}
        known |= {mistake.bug for mistake in step.mistakes}
    assert known == computed


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_mistake_is_called_by_its_own_name_and_no_other(
    kind: Architecture, seed: int
) -> None:
    probe = square(kind, seed)
    values = probe.trace()
    twins: dict[str, set[frozenset[str]]] = defaultdict(set)
    for step in steps_of(kind, probe.depth):
        right = values[step.name]
        for bug, wrong in wrong_values(step, probe):
            if wrong.shape == right.shape and np.allclose(wrong, right, rtol=1e-5, atol=1e-12):
                continue  # not wrong on this layer, such as A0 in place of A_{l-1} at l = 1
            if not np.all(np.isfinite(wrong)):
                continue
            said = names(step, wrong, values, right)
            assert bug in said, f"{step.name}: {bug} is not found in its own numbers"
            if len(said) > 1:
                twins[step.kind].add(said)
    assert not twins, "\n".join(
        f"{kind}: {' = '.join(sorted(same))}" for kind, every in twins.items() for same in every
    )


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
