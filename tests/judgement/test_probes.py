"""Cases on which right code agrees with us, whatever its style."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.draw import Draw
from grader.checks.networks.cases import Case, any_depth, fixed_depth
from grader.judgement.networks import Architecture, gradient_names
from grader.judgement.probes import (
    KINK_MARGIN,
    LARGEST_LOGIT,
    OVERFLOWING,
    SMALLEST_GRADIENT,
    Probe,
    draw_probe,
    draw_saturated,
    one_sample,
)

KINDS = [
    Architecture("relu", "sigmoid"),
    Architecture("tanh", "sigmoid"),
    Architecture("relu", "softmax"),
]
SEEDS = range(6)


def drawn(seed: int, kind: Architecture) -> list[Case]:
    cases = any_depth(Draw(seed, "test"), kind)
    if kind == KINDS[0]:  # the only one with an exercise of fixed depth
        cases += fixed_depth(Draw(seed, "other test"), kind)
    return cases


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_case_keeps_its_margins(kind: Architecture, seed: int) -> None:
    for case in drawn(seed, kind):
        probe = case.probe
        values = probe.trace()
        logits = values[f"Z{probe.depth}"]
        assert np.max(np.abs(logits)) <= LARGEST_LOGIT * (1 + 1e-9), probe.note
        for layer in range(1, probe.depth):
            if kind.hidden == "relu":
                assert np.min(np.abs(values[f"Z{layer}"])) >= KINK_MARGIN, probe.note
        for name in gradient_names(probe.depth):
            assert np.max(np.abs(values[name])) >= SMALLEST_GRADIENT, probe.note
        for bias in probe.parameters.biases:
            assert np.all(bias != 0), "a forgotten bias hides behind zeros"


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_cases_cover_what_quiet_mistakes_hide_from(kind: Architecture) -> None:
    probes = [case.probe for case in drawn(3, kind)]
    assert any(len(set(probe.sizes)) == 1 for probe in probes), "a square network"
    assert any(len(set(probe.sizes)) == len(probe.sizes) > 2 for probe in probes)
    assert any(len(probe.X) == 1 for probe in probes), "a batch of one"
    assert any(probe.depth == 1 for probe in probes), "no hidden layer"
    assert any(probe.depth > 3 for probe in probes), "a deep one"
    assert any(probe.sizes[-1] > 1 for probe in probes), "several outputs"
    assert any(probe.X.dtype.kind == "i" and probe.y.dtype.kind == "i" for probe in probes)
    assert any(np.max(np.abs(probe.trace()["dW1"])) > 10 for probe in probes), "large gradients"


def same(one: Probe, other: Probe) -> bool:
    return np.array_equal(one.X, other.X) and np.array_equal(
        one.parameters.weights[0], other.parameters.weights[0]
    )


def test_one_seed_draws_the_same_cases_and_another_seed_others() -> None:
    first, again, other = (drawn(seed, KINDS[0]) for seed in (1, 1, 2))
    assert all(same(a.probe, b.probe) for a, b in zip(first, again, strict=True))
    assert not any(same(a.probe, b.probe) for a, b in zip(first, other, strict=True))


def test_each_check_has_a_stream_of_its_own() -> None:
    one, other = Draw(1, "tanh.forward"), Draw(1, "tanh.backward")
    assert not np.array_equal(one.normal((5,)), other.normal((5,)))


def test_large_inputs_make_large_gradients_and_leave_the_outputs_alone() -> None:
    rng = np.random.default_rng(1)
    plain = draw_probe(rng, KINDS[0], [3, 5, 2], 6)
    large = draw_probe(rng, KINDS[0], [3, 5, 2], 6, input_scale=1000.0)
    assert np.max(np.abs(large.X)) > 100 * np.max(np.abs(plain.X))
    assert np.max(np.abs(large.trace()["dW1"])) > 10
    assert np.max(np.abs(large.trace()["Z2"])) <= LARGEST_LOGIT * (1 + 1e-9)


def test_one_sample_of_a_batch_is_the_same_network() -> None:
    probe = draw_probe(np.random.default_rng(2), KINDS[1], [3, 4, 2], 5)
    single = one_sample(probe, 3)
    assert single.X.shape == (1, 3)
    assert np.allclose(single.trace()["A2"], probe.trace()["A2"][3:4])
    rows = [one_sample(probe, row).trace()["dW1"] for row in range(5)]
    assert np.allclose(np.mean(rows, axis=0), probe.trace()["dW1"])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_case_says_what_it_is(kind: Architecture) -> None:
    notes = [case.probe.note for case in drawn(1, kind)]
    assert any("1 sample" in note and "1 samples" not in note for note in notes)
    assert any("integer" in note for note in notes)
    assert all("layer sizes [" in note for note in notes)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("sizes", [[4, 5, 2], [4, 5, 3, 2]], ids=str)
def test_no_careless_exponential_survives_huge_numbers(
    kind: Architecture, sizes: list[int]
) -> None:
    """The saturated case brings out every formula that is not finite at 1e4, with every seed."""
    for seed in range(60):
        probe = draw_saturated(np.random.default_rng(seed), kind, sizes, 3)
        values = probe.trace()
        z = values[f"Z{probe.depth}"]
        assert np.max(z) > OVERFLOWING
        with np.errstate(all="ignore"):
            assert not np.isfinite(np.exp(z) / (1 + np.exp(z))).all()
            if kind.output == "sigmoid":
                assert np.exp(-z).max() == np.inf
            if kind.hidden == "tanh":
                for doubled in (2 * values["Z1"], -2 * values["Z1"]):
                    assert not np.isfinite(np.exp(doubled) / np.exp(doubled)).all()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_integer_labels_tell_a_truncated_error_from_other_zeros(kind: Architecture) -> None:
    """Neither are all predictions right, nor all logits negative."""
    outputs = 1 if kind.output == "sigmoid" else 2
    for seed in range(60):
        rng = np.random.default_rng(seed)
        probe = draw_probe(rng, kind, [2, 8, outputs], 4, integers=True)
        values = probe.trace()
        assert np.any((values["A2"] > 0.5) - probe.y)
        assert np.any(values["Z2"] > 0)
