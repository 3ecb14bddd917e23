from __future__ import annotations

import json
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
from grader.report.standings import ClassRecord, Person, Standing

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


STATES = ("graded", "not_graded", "pending", "missing", "excused")

Strict = Callable[[str], Any]


@pytest.fixture
def strict() -> Strict:
    """Parse JSON as its strictest readers do: no doubled key, no NaN, nothing but ASCII."""

    def parse(text: str) -> Any:
        def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            assert len(dict(pairs)) == len(pairs), "a key occurs twice"
            return dict(pairs)

        def refuse(literal: str) -> float:
            raise AssertionError(f"{literal} is not JSON")

        assert text.isascii()
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)

    return parse


@pytest.fixture
def make_person() -> Callable[..., Person]:
    return build_person


@pytest.fixture
def make_record() -> Callable[..., ClassRecord]:
    """Build the record of a class, one student for each state; arguments add standings."""
    return build_record


@pytest.fixture
def make_standing() -> Callable[..., Standing]:
    return build_standing


def build_person(name: str = "ana", **replaced: Any) -> Person:
    ids = ("canvas_id", "sis_id", "lti_id", "username", "idnumber", "org_defined_id")
    fields = {"id": name, "name": f"{name.title()} Doe", "email": f"{name}@x.example"}
    return Person(**{**fields, "ids": {column: f"{name}-{column}" for column in ids}, **replaced})


def build_standing(state: str = "graded", name: str = "ana", **replaced: Any) -> Standing:
    score = 3.5 if state == "graded" else None
    lost = CheckResult("net.a", "gradients", "failed", 3.5, 8.0, message="dW3 is wrong.")
    exercise = ExerciseResult("net", "A network", "partial", 3.5, 8.0, checks=(lost,))
    tried = state in ("graded", "not_graded")
    fields = {
        "person": build_person(name),
        "state": state,
        "points": score,
        "max_points": 8.0,
        "earned": score,
        "attempt": 1,
        "submitted_at": None if state == "missing" else "2026-11-23T09:00:00.000Z",
        "graded_at": "2026-11-23T10:00:00.000Z" if tried else None,
        "report": build_report(exercise) if state == "graded" else None,
    }
    return Standing(**{**fields, **replaced})


def build_record(*standings: Standing, **replaced: Any) -> ClassRecord:
    found = standings or [build_standing(state, state.replace("_", "")) for state in STATES]
    info = AssignmentInfo("practice", "Practice", "sha256:" + "a" * 64)
    fields: dict[str, Any] = {"assignment": info, "max_points": 8.0, "standings": tuple(found)}
    return ClassRecord(**{**fields, **replaced})
