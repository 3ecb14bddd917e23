"""The records of a report: what was graded, what was lost and why.

Formats read these records and nothing else, so the terminal, JSON and every
learning-management system tell the same story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

CheckStatus = Literal["passed", "partial", "failed", "error", "timeout", "skipped", "not_graded"]
ExerciseStatus = Literal["passed", "partial", "failed", "missing", "error", "not_graded"]
SubmissionStatus = Literal["graded", "not_graded"]
Level = Literal["full", "partial", "process"]
Feedback = Literal["full", "hints", "status"]
FEEDBACK: tuple[Feedback, ...] = ("full", "hints", "status")

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A named mistake: ``bug`` is a name from the catalogue, ``where`` the step or array."""

    bug: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check; ``message`` is written for the student.

    ``score`` includes follow-through credit; ``score_without_follow_through``
    is what the check would have earned had errors not been carried forward.
    Both are ``None`` when the check could not be graded for a fault that is
    not the student's.
    """

    id: str
    title: str
    status: CheckStatus
    score: float | None
    max_score: float
    message: str | None = None
    look_at: str | None = None
    diagnosis: Diagnosis | None = None
    evidence: Mapping[str, Json] = field(default_factory=dict)
    score_without_follow_through: float | None = None
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """The outcome of one exercise. ``remarks`` cost no points.

    ``group`` is the heading that it stands under, or "". The score of extra credit counts in the
    report's score, its ``max_score`` does not count in the report's.
    """

    id: str
    title: str
    status: ExerciseStatus
    score: float | None
    max_score: float
    message: str | None = None
    remarks: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    group: str = ""
    extra_credit: bool = False


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of the submission as it was graded."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Submission:
    """What was graded: a name and the files, sorted by path."""

    id: str
    files: tuple[SubmittedFile, ...]


@dataclass(frozen=True, slots=True)
class AssignmentInfo:
    """Which assignment, and the digest of the folder that defines it.

    ``feedback`` is how much of a report its students see: see :mod:`.feedback`.
    """

    id: str
    title: str
    digest: str
    feedback: Feedback = "full"


@dataclass(frozen=True, slots=True)
class Isolation:
    """What confined the student's code. ``parts`` names each defence and whether it held."""

    level: Level
    parts: Mapping[str, bool]
    note: str


@dataclass(frozen=True, slots=True)
class Environment:
    """The versions that a replay needs to match."""

    grader: str
    python: str
    numpy: str
    platform: str


@dataclass(frozen=True, slots=True)
class Report:
    """One graded submission. ``score`` is ``None`` exactly when ``status`` is not "graded"."""

    status: SubmissionStatus
    score: float | None
    max_score: float
    assignment: AssignmentInfo
    submission: Submission
    exercises: tuple[ExerciseResult, ...]
    seed: int
    isolation: Isolation
    environment: Environment
    started_at: str
    duration_s: float
    output: str = ""
