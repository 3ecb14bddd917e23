from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.report.records import (
    AssignmentInfo,
    CheckResult,
    Diagnosis,
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
    """Build a graded report of these exercises; keyword arguments replace its other fields."""
    return build_report


@pytest.fixture
def report() -> Report:
    """One exercise passed, one partly right, one not started."""
    return build_report(
        ExerciseResult("tanh", "Backprop through tanh", "passed", 20.0, 20.0),
        ExerciseResult(
            "network",
            "A network of any depth",
            "partial",
            7.25,
            10.0,
            remarks=("exp overflowed",),
            checks=(
                CheckResult("network.forward", "forward", "passed", 6.0, 6.0),
                CheckResult(
                    "network.backward",
                    "gradients",
                    "partial",
                    1.25,
                    4.0,
                    message="dW2 is 4 times too large",
                    look_at="the line that computes dW2",
                    diagnosis=Diagnosis("missing-batch-mean", "dW2", "divide by m"),
                    evidence={"array": "dW2", "index": [1, 0], "expected": 0.5, "got": 2.0},
                    score_without_follow_through=0.0,
                    duration_s=0.012,
                ),
            ),
        ),
        ExerciseResult("flow", "Gradient flow", "missing", 0.0, 20.0),
    )


def build_report(*exercises: ExerciseResult, **replaced: object) -> Report:
    scores = [exercise.score for exercise in exercises if exercise.score is not None]
    fields: dict[str, object] = {
        "status": "graded",
        "score": sum(scores),
        "max_score": sum(exercise.max_score for exercise in exercises),
        "assignment": AssignmentInfo("practice", "Practice exercises", "sha256:" + "a" * 64),
        "submission": Submission("alice", (SubmittedFile("tanh.py", "b" * 64, 120),)),
        "exercises": exercises,
        "seed": 123456789,
        "isolation": Isolation("full", {"landlock": True}, "Your code ran confined."),
        "environment": Environment("0.1.0", "3.12.1", "2.4.0", "Linux x86_64"),
        "started_at": "2026-11-23T10:00:00.000Z",
        "duration_s": 0.9,
        "output": "",
    }
    return Report(**{**fields, **replaced})  # type: ignore[arg-type]
