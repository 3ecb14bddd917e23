"""What goes into a gradebook and comes out of it, besides standings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from grader.report.records import Report, SubmittedFile
from grader.report.standings import Override, Person

ResultStatus = Literal["graded", "not_graded", "unreadable", "nothing", "fault"]
"""A report with or without a score, or one of the problems of grader.execution."""

DeliveryOutcome = Literal["unknown", "accepted", "refused"]
"""``unknown``: it may or may not have arrived; whoever sent it was cut off."""


@dataclass(frozen=True, slots=True)
class Run:
    """One call of ``grader batch``. ``seed`` draws the cases of the whole class."""

    id: int
    assignment_id: str
    assignment_digest: str
    grader: str
    seed: int
    started_at: str
    ended_at: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A submitted file with its bytes; ``data`` is ``None`` when it was too large to keep."""

    file: SubmittedFile
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission on its way into the gradebook.

    ``digest`` covers paths and bytes of all files, ``origin`` is where it lay, ``submitted_at``
    UTC, ISO 8601, where it is known.
    """

    person: Person
    digest: str
    contents: tuple[Content, ...]
    origin: str
    submitted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """All that decides a result: another value of any of them is a reason to grade again."""

    submission: str
    assignment: str
    grader: str
    seed: int


@dataclass(frozen=True, slots=True)
class Result:
    """A grading of one submission; ``report`` is ``None`` where a ``problem`` prevented it."""

    basis: Basis
    status: ResultStatus
    score: float | None
    reason: str
    graded_at: str
    problem: str | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One submission of a student: ``results`` are all its gradings, the last one counts."""

    number: int
    digest: str
    origin: str
    submitted_at: str | None
    seen_at: str
    contents: tuple[Content, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class HandGiven:
    """An entry made by hand. ``override`` is ``None`` where it withdraws the one before."""

    override: Override | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A score sent to ``target``, in the very ``body`` that was sent at ``sent_at``."""

    person_id: str
    target: str
    points: float | None
    sent_at: str
    body: str = ""
    outcome: DeliveryOutcome = "unknown"
    detail: str = ""
    id: int = field(default=0, compare=False)


def submission_digest(files: Iterable[SubmittedFile]) -> str:
    """The digest of a submission: of the paths and bytes of its files, in order of paths."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.path):
        path = file.path.encode("utf-8", "surrogatepass")
        digest.update(b"%d %b %b\n" % (len(path), path, file.sha256.encode()))
    return f"sha256:{digest.hexdigest()}"
