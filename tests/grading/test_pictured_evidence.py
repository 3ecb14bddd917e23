"""A lost point brings the numbers and lines that a picture of it needs."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from grader.report.records import CheckResult, ExerciseResult

from .conftest import GradeSource, solution


def lost(result: ExerciseResult, check: str) -> CheckResult:
    found = next(each for each in result.checks if each.id == f"{result.id}.{check}")
    assert found.status != "passed"
    return found


def changed(exercise: str, old: str, new: str) -> str:
    source = solution(exercise)
    assert old in source
    return source.replace(old, new)


@pytest.fixture(scope="session")
def summed(grade_source: GradeSource) -> ExerciseResult:
    """A three-layer network whose db2 forgets the mean."""
    spoilt = """
_right = ThreeLayerNetwork.backward
def _backward(self, y):
    grads = _right(self, y)
    grads["db2"] = grads["db2"] * len(y)
    return grads
ThreeLayerNetwork.backward = _backward
"""
    return grade_source("three_layer", solution("three_layer") + spoilt, seed=3)


def test_a_wrong_gradient_shows_its_arrays_and_the_formula(summed: ExerciseResult) -> None:
    found: Any = lost(summed, "backward").evidence
    arrays = found["arrays"]
    assert found["array"] == "db2"
    assert found["formula"] == "db2 = sum of dZ2 over the samples / m"
    np.testing.assert_allclose(
        arrays["got"], np.multiply(found["ratio"], arrays["expected"]), rtol=1e-6, atol=1e-12
    )


def test_numerical_and_given_gradients_differ_where_the_mistake_is(summed: ExerciseResult) -> None:
    points: Any = lost(summed, "backward").evidence["points"]
    scale = max(abs(point["numerical"]) for point in points)
    off = {
        point["entry"].partition("[")[0]
        for point in points
        if abs(point["numerical"] - point["backward"]) > 1e-4 * scale
    }
    assert off == {"db2"}


def test_the_flow_has_the_norm_of_every_layer(summed: ExerciseResult) -> None:
    flow: Any = lost(summed, "backward").evidence["flow"]
    assert [layer["array"] for layer in flow] == ["dW1", "dW2", "dW3"]
    assert all(layer["got"] == pytest.approx(layer["expected"], rel=1e-6) for layer in flow)


def test_training_shows_both_losses_and_where_the_paths_part(grade_source: GradeSource) -> None:
    source = solution("tanh") + (
        "\ndef _update(self, grads, lr):\n"
        "    for i in range(len(self.weights)):\n"
        "        self.weights[i] -= 0.001 * lr * grads[f'dW{i + 1}']\n"
        "        self.biases[i] -= 0.001 * lr * grads[f'db{i + 1}']\n"
        "TanhNetwork.update = _update\n"
    )
    found: Any = lost(grade_source("tanh", source, seed=3), "xor").evidence
    training = found["training"]
    assert found["epoch"] == 1
    assert training["epochs"][0] == 0
    assert training["epochs"][-1] == 1000
    assert found["losses"][0] == pytest.approx(training["expected"][0])
    assert found["losses"][5] > training["expected"][5]
    assert np.shape(found["boundary"]["got"]) == (17, 17)
    grid = np.array(found["boundary"]["expected"])
    at_the_four_points = [int(grid[second, first] > 50) for second in (4, 12) for first in (4, 12)]
    assert at_the_four_points == [0, 1, 1, 0]


def test_a_network_that_cannot_be_asked_again_still_has_its_losses(
    grade_source: GradeSource,
) -> None:
    source = solution("tanh") + (
        "\n_right = TanhNetwork.forward\n"
        "def _forward(self, X):\n"
        "    if len(X) > 100: raise ValueError('too many')\n"
        "    return _right(self, X)\n"
        "TanhNetwork.forward = _forward\n"
        "TanhNetwork.update = lambda self, grads, lr: None\n"
    )
    found = lost(grade_source("tanh", source, seed=3), "xor").evidence
    assert "boundary" not in found
    assert len(found["losses"]) == len(found["training"]["epochs"])  # type: ignore


def test_evidence_is_bounded_and_the_same_every_time(grade_source: GradeSource) -> None:
    text = changed("two_layer", "dz2 = cache", "dz2 = -cache")
    first, second = (grade_source("two_layer", text, seed=5) for _ in range(2))
    for a, b in zip(first.checks, second.checks, strict=True):
        assert json.dumps(a.evidence, indent=2) == json.dumps(b.evidence, indent=2)
        assert len(json.dumps(a.evidence, indent=2)) < 40_000


def test_a_check_that_passed_carries_nothing(summed: ExerciseResult) -> None:
    assert all(not check.evidence for check in summed.checks if check.status == "passed")
