"""Running a check of the test's own on a submission of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from grader import Draw, Exercise, Judgement, Student
from grader.grading.assignment import ExerciseEntry
from grader.grading.exercises import grade_exercise
from grader.intake import ExerciseFile, SubmittedBytes
from grader.report.records import CheckResult
from grader.session import Launcher

Check = Callable[[Student, Draw], "Judgement | None"]
Judge = Callable[..., CheckResult]


@pytest.fixture
def judge(launcher: Launcher) -> Judge:
    """``judge(check, text)`` is what a check worth 10 points makes of a file."""

    def judged(
        check: Check, text: str, exercise: Exercise | None = None, cpu_s: float | None = None
    ) -> CheckResult:
        own = exercise or Exercise("mine", title="Mine")
        check.__doc__ = check.__doc__ or "it is right"
        own.check(points=10, cpu_s=cpu_s)(check)
        entry = ExerciseEntry("mine", "Mine", 10.0, ())
        file = ExerciseFile("mine", "mine.py", "py", None, None, (), False, True)
        files = [SubmittedBytes("mine.py", dedent(text).encode())]
        graded = grade_exercise(launcher, entry, own, file, files, seed=1, follow_through=True)
        (result,) = graded.result.checks
        return result

    return judged
