from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.gradebook import Basis, Content, Gradebook, Result, Run, Submitted, submission_digest
from grader.grading.policy import Policy
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
from grader.report.standings import Person

INFO = AssignmentInfo("week1", "Week 1", "sha256:" + "a" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.db"


@pytest.fixture
def book(path: Path) -> Iterator[Gradebook]:
    with Gradebook.make(path) as book:
        yield book


@pytest.fixture
def run(book: Gradebook) -> Run:
    return begin(book)


def begin(book: Gradebook, policy: Policy | None = None, seed: int = 7) -> Run:
    return book.begin_run(INFO, max_points=10, policy=policy or Policy(), grader="0.1", seed=seed)


def submitted(person: str, source: str = "x = 1", at: str | None = None) -> Submitted:
    data = source.encode()
    file = SubmittedFile("tanh.py", hashlib.sha256(data).hexdigest(), len(data))
    contents = (Content(file, data),)
    return Submitted(Person(person), submission_digest([file]), contents, f"in/{person}", at)


def report(score: float | None, person: str = "ana") -> Report:
    status = "not_graded" if score is None else "partial"
    check = CheckResult("tanh.values", "values", status, score, 10.0, "wrong")
    return Report(
        status="not_graded" if score is None else "graded",
        score=score,
        max_score=10.0,
        assignment=INFO,
        submission=Submission(person, (SubmittedFile("tanh.py", "b" * 64, 5),)),
        exercises=(ExerciseResult("tanh", "Tanh", status, score, 10.0, checks=(check,)),),
        seed=7,
        isolation=Isolation("full", {"landlock": True}, ""),
        environment=Environment("0.1", "3.11", "2.0", "linux"),
        started_at="2026-11-23T10:00:00.000Z",
        duration_s=0.5,
    )


def result(score: float | None, of: Submitted, seed: int = 7) -> Result:
    made = report(score, of.person.id)
    basis = Basis(of.digest, INFO.digest, "0.1", seed)
    return Result(basis, made.status, score, "new", "2026-11-23T10:00:00.000Z", report=made)


def grade(book: Gradebook, run: Run, of: Submitted, score: float | None) -> None:
    book.take_in(run, [of])
    book.record(run, of.person.id, replace(result(score, of)))
