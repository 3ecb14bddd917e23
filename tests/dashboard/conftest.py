"""A small class in a gradebook, with the sort of names that people try."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.gradebook import Basis, Content, Gradebook, Result, Submitted, submission_digest
from grader.grading.policy import Policy
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
from grader.report.standings import Person

INFO = AssignmentInfo("week1", "Week 1 <b>", "sha256:" + "a" * 64)
HOSTILE = '"><script>document.title="broken"</script>\u202egnp.exe'


def check(name: str, share: float, got: float | None = None, bug: str | None = None) -> CheckResult:
    """A check worth 5 points, with the wrong number that was seen."""
    return CheckResult(
        f"tanh.{name}",
        f"{name} is right",
        "passed" if share == 1 else "partial" if share else "failed",
        5 * share,
        5.0,
        None if share == 1 else f"{name} is wrong",
        diagnosis=None if bug is None else Diagnosis(bug, "dW1", f"the text of {bug}"),
        evidence={} if got is None else {"array": "dW1", "got": got, "index": [0, 1]},
    )


def report(checks: Sequence[CheckResult], files: Sequence[SubmittedFile] = ()) -> Report:
    """A report of one exercise."""
    score = sum(each.score or 0.0 for each in checks)
    exercise = ExerciseResult("tanh", "Tanh", "partial", score, 10.0, checks=tuple(checks))
    return Report(
        "graded",
        score,
        10.0,
        INFO,
        Submission("s", tuple(files)),
        (exercise,),
        7,
        Isolation("full", {}, ""),
        Environment("0.1", "3.12", "2.4", "linux"),
        "2026-11-23T10:00:00.000Z",
        0.5,
    )


def hand_in(
    book: Gradebook, person: Person, source: str, checks: Sequence[CheckResult], day: int = 1
) -> None:
    """Enter one graded attempt."""
    run = book.begin_run(INFO, max_points=10, policy=Policy(), grader="0.1", seed=7)
    file = SubmittedFile("tanh.py", hashlib.sha256(source.encode()).hexdigest(), len(source))
    digest = submission_digest([file])
    at = f"2026-11-{day:02}T10:00:00.000Z"
    contents = (Content(file, source.encode()),)
    book.take_in(run, [Submitted(person, digest, contents, "in", at)])
    basis = Basis(digest, INFO.digest, "0.1", 7)
    found = report(checks, [file])
    book.record(run, person.id, Result(basis, "graded", found.score, "new", at, None, found))
    book.end_run(run)


PEOPLE = [
    Person("s1", "Ana"),
    Person("s2", HOSTILE),
    Person("s3", "Chloé"),
    Person("s4", "Dan"),
    Person("s5", "Eve"),
    Person("s6", "Nobody"),
]


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    """Five who handed in, of whom two have the same wrong numbers, and one who did not."""
    path = tmp_path / "gradebook.db"
    with Gradebook.make(path) as book:
        book.enrol(PEOPLE)
        wrong = [check("values", 1), check("backward", 0.5, 0.25, "missing-batch-mean")]
        odd = [check("values", 0, 3.5), check("backward", 0.2, -1.25)]
        hand_in(book, PEOPLE[0], "old\nsame\n", odd)
        hand_in(book, PEOPLE[0], "new\nsame\n", [check("values", 1), check("backward", 1)], 2)
        hand_in(book, PEOPLE[1], "# <script>\n", wrong)
        hand_in(book, PEOPLE[2], "c = 3\n", wrong)
        hand_in(book, PEOPLE[3], "d = 4\n", odd)
        hand_in(book, PEOPLE[4], "e = 5\n", [check("values", 0, 9.0), check("backward", 0, 8.0)])
        book.override("week1", "s4", 9.5, "oral exam")
    return path
