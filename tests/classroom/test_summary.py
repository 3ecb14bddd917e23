"""The figures of a class, and whom they point at."""

from __future__ import annotations

import pytest

from grader.classroom.summary import reasons_to_look, summarise
from grader.report.records import (
    AssignmentInfo,
    CheckResult,
    CheckStatus,
    Diagnosis,
    Environment,
    ExerciseResult,
    Isolation,
    Report,
    Submission,
)
from grader.report.standings import Override, Person, Standing, State


def report(score: float, status: CheckStatus = "failed", bug: str | None = None) -> Report:
    diagnosis = None if bug is None else Diagnosis(bug, "dW1", "")
    check = CheckResult("tanh.values", "values", status, score, 10.0, diagnosis=diagnosis)
    exercise = ExerciseResult(
        "tanh", "Tanh", "passed" if score == 10 else "partial", score, 10.0, checks=(check,)
    )
    return Report(
        "graded",
        score,
        10.0,
        AssignmentInfo("small", "Small", "sha256:" + "a" * 64),
        Submission("s", ()),
        (exercise,),
        7,
        Isolation("full", {}, ""),
        Environment("0.1", "3.12", "2.4", "linux"),
        "2026-11-23T10:00:00.000Z",
        0.5,
    )


def standing(
    points: float | None, state: State = "graded", of: Report | None = None, attempt: int = 1
) -> Standing:
    return Standing(Person(f"s{points}"), state, points, 10.0, attempt=attempt, report=of)


def test_the_figures() -> None:
    summary = summarise(
        [
            standing(10.0, of=report(10.0, "passed")),
            standing(4.0, of=report(4.0, "partial", "missing-batch-mean")),
            standing(0.0, of=report(0.0, "failed", "missing-batch-mean")),
            standing(None, "missing", attempt=0),
        ],
        boundary=50,
    )
    assert summary.states == {"graded": 3, "missing": 1}
    assert (summary.median, summary.lowest, summary.highest) == (4.0, 0.0, 10.0)
    assert summary.bins == (1, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    [check] = summary.checks
    assert (check.passed, check.partial, check.of, check.share) == (1, 1, 3, 0.46667)
    assert [(named.bug, named.students) for named in summary.mistakes] == [
        ("missing-batch-mean", 2)
    ]
    assert summary.look == ()


def test_nobody_yet() -> None:
    summary = summarise([], boundary=50)
    assert (summary.mean, summary.bins, summary.look) == (None, (0,) * 10, ())


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (standing(None, "not_graded"), ["not graded"]),
        (standing(None, "missing"), ["handed in, but nothing that belongs to the assignment"]),
        (standing(None, "missing", attempt=0), []),
        (standing(4.9), ["1.0 percentage points below 50%"]),
        (standing(5.0), []),
        (standing(4.7), []),
        (standing(6.0, of=report(6.0, "timeout")), ["out of time in tanh.values"]),
        (standing(12.0), []),
    ],
)
def test_whom_a_person_should_look_at(case: Standing, why: list[str]) -> None:
    assert list(reasons_to_look(case, 50.0)) == why


def test_who_was_looked_at_already_is_left_in_peace() -> None:
    by_hand = Standing(
        Person("ana"),
        "graded",
        4.9,
        10.0,
        override=Override(4.9, "seen", "2026-11-23T10:00:00.000Z"),
        report=report(0.0, "timeout"),
    )
    assert list(reasons_to_look(by_hand, 50.0)) == []
