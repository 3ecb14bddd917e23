"""Grading the text of one exercise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.corpus import grade_text
from grader.grading.assignment import Assignment, ExerciseEntry, builtin_names, find_assignment
from grader.report.records import ExerciseResult
from grader.session import Launcher

SOLUTIONS = Path(__file__).parents[2] / "solutions"
GradeSource = Callable[..., ExerciseResult]


def solution(exercise: str) -> str:
    """The reference solution of an exercise."""
    (path,) = SOLUTIONS.glob(f"*/{exercise}.py")
    return path.read_text(encoding="utf-8")


def entry_of(exercise: str) -> tuple[Assignment, ExerciseEntry]:
    for assignment in map(find_assignment, builtin_names()):
        for entry in assignment.entries:
            if entry.id == exercise:
                return assignment, entry
    raise LookupError(exercise)


@pytest.fixture(scope="session")
def grade_source(launcher: Launcher) -> GradeSource:
    """``grade_source("tanh", text)`` grades the text as if it were handed in as tanh.py."""

    def grade(
        exercise: str, source: str, seed: int = 1, follow_through: bool = True
    ) -> ExerciseResult:
        assignment, entry = entry_of(exercise)
        checks = assignment.exercise(entry)
        text = source.encode()
        return grade_text(launcher, entry, checks, text, seed, follow_through=follow_through)

    return grade
