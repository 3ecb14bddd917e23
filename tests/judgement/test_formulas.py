"""The lecture's formulas against derivatives by definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judgement.dense import backward_steps, forward_steps
from grader.judgement.networks import (
    Architecture,
    Parameters,
    from_named,
    gradient_names,
    loss,
    trace,
)
from grader.judgement.oracle import complex_step, four_point, four_point_list

KINDS = [
    Architecture(hidden, output, mean)
    for hidden in ("relu", "tanh")
    for output in ("sigmoid", "softmax")
    for mean in (True, False)
]
sizes_of_any_depth = st.lists(st.integers(1, 16), min_size=2, max_size=7)


def parameters_of(rng: np.random.Generator, sizes: list[int]) -> Parameters:
    pairs = [(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
    return Parameters(
        tuple(rng.normal(size=(n, k)) / np.sqrt(n) for n, k in pairs),
        tuple(rng.normal(size=(1, k)) * 0.3 for _, k in pairs),
    )


def labels(rng: np.random.Generator, kind: Architecture, samples: int, outputs: int) -> np.ndarray:
    if kind.output == "sigmoid":
        return rng.integers(0, 2, size=(samples, outputs)).astype(float)
    return np.eye(outputs)[rng.integers(0, outputs, size=samples)]


def listed(parameters: Parameters) -> list[np.ndarray]:
    pairs = zip(parameters.weights, parameters.biases, strict=True)
    return [array for pair in pairs for array in pair]


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    sizes=sizes_of_any_depth,
    samples=st.integers(1, 5),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_gradient_is_the_derivative_of_the_loss(
    kind: Architecture, sizes: list[int], samples: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parameters = parameters_of(rng, sizes)
    X = rng.normal(size=(samples, sizes[0]))
    y = labels(rng, kind, samples, sizes[-1])
    values = trace(kind, parameters, X, y)
    arrays = listed(parameters)
    for position, name in enumerate(gradient_names(len(sizes) - 1)):

        def along(direction: np.ndarray, position: int = position) -> np.ndarray:
            moved = [*arrays]
            moved[position] = moved[position] + direction
            return loss(kind, from_named(moved), X, y)

        # One random direction sees a wrong entry as well as every entry in turn would.
        direction = rng.normal(size=arrays[position].shape)
        slope = complex_step(lambda t, d=direction, f=along: f(t * d), np.array(0.0))
        assert np.sum(values[name] * direction) == pytest.approx(float(slope), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_entry_is_right_by_both_ways_to_differentiate(kind: Architecture) -> None:
    rng = np.random.default_rng(5)
    parameters = parameters_of(rng, [3, 4, 2])
    X, y = rng.normal(size=(5, 3)) + 0.1, labels(rng, kind, 5, 2)
    values, arrays = trace(kind, parameters, X, y), listed(parameters)
    by_points = four_point_list(lambda moved: loss(kind, from_named(moved), X, y), arrays)
    for position, name in enumerate(gradient_names(2)):

        def at(array: np.ndarray, position: int = position) -> np.ndarray:
            moved = [*arrays[:position], array, *arrays[position + 1 :]]
            return loss(kind, from_named(moved), X, y)

        assert np.allclose(values[name], complex_step(at, arrays[position]), rtol=0, atol=1e-13)
        assert np.allclose(values[name], by_points[position], rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("shows_inputs", [True, False])
def test_the_steps_lead_to_the_same_quantities(kind: Architecture, shows_inputs: bool) -> None:
    rng = np.random.default_rng(6)
    for sizes in ([4, 3], [3, 5, 2], [2, 4, 3, 5, 2]):
        depth = len(sizes) - 1
        parameters = parameters_of(rng, sizes)
        X, y = rng.normal(size=(6, sizes[0])), labels(rng, kind, 6, sizes[-1])
        values = trace(kind, parameters, X, y)
        steps = forward_steps(kind, depth)
        steps += backward_steps(kind, depth, shows_inputs=shows_inputs)
        for step in steps:
            assert np.allclose(step.formula(values), values[step.name], rtol=1e-12, atol=1e-15)
        assert {step.name for step in steps} >= set(gradient_names(depth))


def test_the_oracle_knows_derivatives_of_textbook_functions() -> None:
    x = np.array([[0.3, -1.2], [2.0, 0.5]])
    for f, slope in (
        (lambda v: np.sum(np.sin(v)), np.cos(x)),
        (lambda v: np.sum(np.exp(v) * v), np.exp(x) * (1 + x)),
        (np.prod, np.prod(x) / x),
    ):
        assert np.allclose(complex_step(f, x), slope, rtol=1e-14)
        assert np.allclose(four_point(f, x), slope, rtol=1e-10)
    assert complex_step(lambda v: v**3, np.array(2.0)) == pytest.approx(12.0)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_loss_is_finite_and_exact_for_huge_logits(kind: Architecture) -> None:
    parameters = Parameters((np.array([[1e4, -1e4]]),), (np.zeros((1, 2)),))
    y = np.array([[0.0, 1.0]])
    value = float(loss(kind, parameters, np.array([[1.0]]), y))
    assert value == pytest.approx(2e4)
