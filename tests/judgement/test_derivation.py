"""The walk along a derivation: what is right, what follows, and where the mistake is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from grader.judgement.columns import column_name, to_rows, turned
from grader.judgement.dense import backward_steps, forward_steps
from grader.judgement.derivation import StepVerdict, first_wrong, reproduces, walk
from grader.judgement.networks import Architecture
from grader.judgement.probes import Probe, draw_probe
from grader.judgement.tolerances import GRADIENT

Values = dict[str, np.ndarray]

ROWS = Architecture("relu", "sigmoid")
COLUMNS = Architecture("relu", "sigmoid", mean=False)
SOFT = Architecture("tanh", "softmax")
SQUARE = ([5, 5, 5, 5], 7)
ODD = ([3, 5, 4, 2], 6)


def probe_of(kind: Architecture = ROWS, case: tuple[list[int], int] = SQUARE) -> Probe:
    return draw_probe(np.random.default_rng(4), kind, *case)


def shown(probe: Probe, *, shows_inputs: bool) -> Values:
    values = probe.trace()
    steps = backward_steps(probe.kind, probe.depth, shows_inputs=shows_inputs)
    return {step.name: values[step.name] for step in steps}


def walked(
    probe: Probe, student: Mapping[str, object], *, shows_inputs: bool = True
) -> dict[str, StepVerdict]:
    steps = backward_steps(probe.kind, probe.depth, shows_inputs=shows_inputs)
    return {v.name: v for v in walk(steps, student, probe.trace(), GRADIENT)}


def states(verdicts: Mapping[str, StepVerdict]) -> set[str]:
    return {verdict.state for verdict in verdicts.values()}


@pytest.mark.parametrize("kind", [ROWS, COLUMNS, SOFT], ids=str)
@pytest.mark.parametrize("case", [SQUARE, ODD], ids=str)
@pytest.mark.parametrize("shows_inputs", [True, False])
def test_a_right_derivation_is_right_in_every_step(
    kind: Architecture, case: tuple[list[int], int], shows_inputs: bool
) -> None:
    probe = probe_of(kind, case)
    student = shown(probe, shows_inputs=shows_inputs)
    assert states(walked(probe, student, shows_inputs=shows_inputs)) == {"right"}


def from_delta(probe: Probe, delta: np.ndarray) -> Values:
    """What a student computes who has this dZ3 and no other mistake."""
    values = {**probe.trace(), "dZ3": delta}
    steps = backward_steps(probe.kind, probe.depth, shows_inputs=True)
    for step in steps[1:]:
        values[step.name] = step.formula(values)
    return {step.name: values[step.name] for step in steps}


def test_what_comes_after_the_first_wrong_step_follows_from_it() -> None:
    probe = probe_of()
    values = probe.trace()
    sigma = values["A3"] * (1 - values["A3"])
    verdicts = walked(probe, from_delta(probe, (values["A3"] - values["y"]) * sigma))
    assert verdicts["dZ3"].state == "wrong"
    assert verdicts["dZ3"].names == {"wrong-output-delta"}
    assert states({k: v for k, v in verdicts.items() if k != "dZ3"}) == {"follows"}
    first = first_wrong(list(verdicts.values()))
    assert first is not None
    assert first.name == "dZ3"


def test_a_second_mistake_is_seen_behind_the_first() -> None:
    probe = probe_of()
    values = probe.trace()
    student = from_delta(probe, -values["dZ3"])
    student["dW2"] = 7 * student["dW2"]
    verdicts = walked(probe, student)
    assert verdicts["dZ3"].names == {"wrong-sign"}
    assert verdicts["dW2"].state == "wrong"
    assert verdicts["dW2"].names == {"missing-batch-mean"}
    assert verdicts["db2"].state == "follows"


def test_what_is_not_shown_is_unknown_and_costs_nothing_after_it() -> None:
    probe = probe_of()
    student = shown(probe, shows_inputs=False)
    del student["dZ2"]
    verdicts = walked(probe, student, shows_inputs=False)
    assert verdicts["dZ2"].state == "unknown"
    assert states({k: v for k, v in verdicts.items() if k != "dZ2"}) == {"right"}


def test_a_mistake_that_nobody_listed_has_no_name() -> None:
    probe = probe_of()
    student: dict[str, object] = dict(shown(probe, shows_inputs=True))
    student["dW2"] = np.sin(probe.trace()["dW2"]) + 0.3
    verdict = walked(probe, student)["dW2"]
    assert verdict.state == "wrong"
    assert not verdict.names


FILLINGS: dict[str, Callable[[np.ndarray], object]] = {
    "zeros": np.zeros_like,
    "almost zeros": lambda right: np.full_like(right, 1e-12),
    "NaN": lambda right: np.full_like(right, np.nan),
    "infinity": lambda right: np.full_like(right, np.inf),
    "huge": lambda right: np.full_like(right, 1e308),
    "random": lambda right: np.random.default_rng(right.size).normal(size=right.shape),
    "None": lambda right: None,
    "text": lambda right: "dZ",
    "another shape": lambda right: np.ones(3),
    "number": lambda right: 1.0,
    "empty": lambda right: np.zeros((0, 2)),
}


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("kind", [ROWS, COLUMNS, SOFT], ids=str)
@pytest.mark.parametrize("shows_inputs", [True, False])
def test_arrays_that_are_not_computed_are_wrong_in_every_step(
    kind: Architecture, filling: str, shows_inputs: bool
) -> None:
    probe = probe_of(kind)
    right = shown(probe, shows_inputs=shows_inputs)
    student = {name: FILLINGS[filling](array) for name, array in right.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdicts = walked(probe, student, shows_inputs=shows_inputs)
    assert states(verdicts) == {"wrong"}


@pytest.mark.parametrize("kind", [ROWS, COLUMNS, SOFT], ids=str)
def test_copies_of_the_inputs_are_never_gradients(kind: Architecture) -> None:
    probe = probe_of(kind)
    values = probe.trace()
    for source in ("A0", "A1", "A2", "A3", "Z1", "W1", "W2", "W3", "y"):
        student = {
            name: np.resize(values[source], array.shape)
            for name, array in shown(probe, shows_inputs=True).items()
        }
        verdicts = walked(probe, student)
        gradients = {k: v for k, v in verdicts.items() if k.startswith(("dW", "db"))}
        assert states(gradients) == {"wrong"}, source


def test_nothing_follows_from_a_quantity_that_vanished() -> None:
    probe = probe_of()
    student = from_delta(probe, np.zeros_like(probe.trace()["dZ3"]))
    assert states(walked(probe, student)) == {"wrong"}


def test_a_wrong_shape_does_not_spoil_what_comes_after() -> None:
    probe = probe_of(case=ODD)
    student: dict[str, object] = dict(shown(probe, shows_inputs=True))
    student["dZ2"] = np.ones((2, 2))
    verdicts = walked(probe, student)
    assert verdicts["dZ2"].state == "wrong"
    assert states({k: v for k, v in verdicts.items() if k != "dZ2"}) == {"right"}


def test_the_forward_pass_is_walked_alike() -> None:
    probe = probe_of()
    values = probe.trace()
    student = {k: values[k] for k in ("Z1", "A1", "Z2", "A2", "Z3", "A3")}
    student["Z1"] = values["A0"] @ values["W1"]  # the bias is forgotten
    for layer, function in ((1, np.maximum), (2, np.maximum)):
        student[f"A{layer}"] = function(student[f"Z{layer}"], 0)
        weight, bias = values[f"W{layer + 1}"], values[f"b{layer + 1}"]
        student[f"Z{layer + 1}"] = student[f"A{layer}"] @ weight + bias
    student["A3"] = 1 / (1 + np.exp(-student["Z3"]))
    verdicts = {v.name: v for v in walk(forward_steps(ROWS, 3), student, values, 1e-6)}
    assert verdicts["Z1"].names == {"forgotten-bias"}
    assert states({k: v for k, v in verdicts.items() if k != "Z1"}) == {"follows"}


def test_columns_are_walked_as_rows_and_told_as_columns() -> None:
    probe = probe_of(COLUMNS, ([3, 5, 2], 6))
    values = probe.trace()
    names = ("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1")
    student = {column_name(name): values[name].T for name in names}
    student["dz1"] = student["dz1"] + 0.1
    rows = to_rows(student, gradients=True)
    steps = backward_steps(COLUMNS, 2, shows_inputs=True)
    found = {v.name: v for v in map(turned, walk(steps, rows, values, GRADIENT))}
    assert set(found) == {"dz2", "dW2", "db2", "da1", "dz1", "dW1", "db1"}
    wrong = found["dz1"]
    assert wrong.state == "wrong"
    assert wrong.comparison is not None
    assert wrong.comparison.expected_shape == (5, 6)
    i, j = wrong.comparison.index
    assert wrong.comparison.expected == pytest.approx(values["dZ1"].T[i, j])
    assert found["dW2"].state == "right"


def test_the_row_names_are_not_names_of_the_column_exercise() -> None:
    mine, other = np.ones((2, 3)), np.zeros((2, 3))
    assert list(to_rows({"dZ2": mine}, gradients=True)) == []
    both = to_rows({"dz2": mine, "dZ2": other, "dW1": mine}, gradients=True)
    assert np.array_equal(np.asarray(both["dZ2"]), mine.T)
    assert set(both) == {"dZ2", "dW1"}


def test_rounding_left_over_from_a_sum_is_no_array_of_zeros() -> None:
    """Errors of softmax add up to 0 but for rounding, which is not a gradient left out."""
    expected, noise = np.full((1, 3), 0.2), np.full((1, 3), 4.8e-17)
    zeros = np.zeros((1, 3))
    assert not reproduces(noise, zeros, expected)
    assert reproduces(zeros, zeros, expected)
    assert reproduces(zeros, noise, expected)
    assert reproduces(noise, 6 * noise, expected)
