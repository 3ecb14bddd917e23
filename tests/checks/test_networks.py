"""Where a mistake in a network's backward pass is said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.corpus import grade_one, read_corpus
from grader.grading.assignment import find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parents[1] / "corpus" / "network"
SEED = 20_261_123


@pytest.mark.parametrize("name", ["features_for_samples", "four_for_samples"])
def test_a_divisor_that_stands_in_dw_and_db_is_not_looked_for_in_dz(
    launcher: Launcher, name: str
) -> None:
    expected = next(each for each in read_corpus(CORPUS) if each.name == name)
    checks = grade_one(launcher, find_assignment("warmup"), expected, SEED).result.checks
    (found,) = [check for check in checks if check.diagnosis is not None]
    assert found.diagnosis is not None
    assert (found.diagnosis.bug, found.diagnosis.where) == ("wrong-divisor", "dW3")
    assert found.message is not None
    assert "dZ" not in found.message
