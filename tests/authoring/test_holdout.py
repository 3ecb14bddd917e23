"""A mistake that the catalogue does not know must have no name, not another one's."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.corpus import Expected, read_corpus
from grader.authoring.holdout import hold_out
from grader.grading.assignment import builtin_names, find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parents[1] / "corpus"
SEED = 20_261_124
ASSIGNMENTS = {
    entry.id: assignment
    for assignment in map(find_assignment, builtin_names())
    for entry in assignment.entries
}
# Cases that were called something else once; `python -m benchmarks.holdout` tries all.
CASES = [
    ("three_layer", "clip_norm"),
    ("three_layer", "dz3_sign"),
    ("three_layer", "lr_ignored"),
    ("three_layer", "rounds_the_weights"),
    ("three_layer", "upper_layers_only"),
    ("two_layer", "accumulates"),
    ("tanh", "divides_by_all_entries"),
    ("tanh", "mean_twice"),
    ("gradient_check", "divided_by_epsilon"),
    ("gradient_check", "no_guard"),
    ("gradient_flow", "averaged_over_samples"),
]


def submission(exercise: str, name: str) -> Expected:
    return next(each for each in read_corpus(CORPUS / exercise) if each.name == name)


@pytest.mark.parametrize(("exercise", "name"), CASES, ids="/".join)
def test_without_its_name_a_mistake_is_not_taken_for_another(
    launcher: Launcher, exercise: str, name: str
) -> None:
    tried = list(hold_out(launcher, ASSIGNMENTS[exercise], submission(exercise, name), SEED))
    assert tried, "the case has no name to withhold"
    assert [str(each) for each in tried if each.instead] == []
