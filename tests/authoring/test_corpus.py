"""Grading a submission of a corpus with one more seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.corpus import Expected, grade_again, read_corpus
from grader.grading.assignment import find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parents[1] / "corpus" / "chain_rule"


def submission(name: str) -> Expected:
    return next(each for each in read_corpus(CORPUS) if each.name == name)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("pops_the_lists", ["chain_derivative", "chain_lengths"]),
        (
            "terse",
            ["numerical_derivative", "numerical_arrays", "chain_derivative", "chain_lengths"],
        ),
    ],
)
def test_of_a_wrong_one_only_the_checks_that_it_must_lose_are_run(
    launcher: Launcher, name: str, ids: list[str]
) -> None:
    seen = grade_again(launcher, find_assignment("warmup"), submission(name), 3)
    assert [check.id for check in seen.result.checks] == [f"chain_rule.{each}" for each in ids]
    assert bool(seen.lost) != seen.expected.right
