from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.report.records import (
    AssignmentInfo,
    CheckResult,
    Environment,
    ExerciseResult,
    Isolation,
    Report,
    Submission,
    SubmittedFile,
)

MakeReport = Callable[..., Report]


@pytest.fixture
def make_report() -> MakeReport:
    """Build a report of these exercises; keyword arguments replace its other fields."""
    return build_report


@pytest.fixture
def report_of() -> MakeReport:
    """Build a report of one exercise with one failed check; its fields are the arguments."""
    return build_report_of


def build_report(*exercises: ExerciseResult, **replaced: Any) -> Report:
    scores = [exercise.score for exercise in exercises if exercise.score is not None]
    graded = len(scores) == len(exercises)
    fields: dict[str, Any] = {
        "status": "graded" if graded else "not_graded",
        "score": sum(scores) if graded else None,
        "max_score": sum(exercise.max_score for exercise in exercises),
        "assignment": AssignmentInfo("practice", "Practice exercises", "sha256:" + "a" * 64),
        "submission": Submission("alice", (SubmittedFile("tanh.py", "b" * 64, 120),)),
        "exercises": exercises,
        "seed": 123456789,
        "isolation": Isolation("full", {"landlock": True}, "Your code ran confined."),
        "environment": Environment("0.1.0", "3.12.1", "2.4.0", "Linux x86_64"),
        "started_at": "2026-11-23T10:00:00.000Z",
        "duration_s": 0.9,
    }
    return Report(**{**fields, **replaced})


def build_report_of(**fields: Any) -> Report:
    check = {
        "id": "net.backward",
        "title": "gradients of every step",
        "status": "failed",
        "score": 0.0,
        "max_score": 8.0,
        "message": "dW3 is wrong.",
    }
    lost = CheckResult(**{**check, **fields})
    exercise = ExerciseResult("net", "A network", "partial", lost.score, 8.0, checks=(lost,))
    return build_report(exercise)
