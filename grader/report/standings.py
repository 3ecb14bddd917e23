"""What each student of a class has in an assignment: many reports, in the form that counts.

A gradebook makes these records; formats for a whole class read them and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from grader.report.records import AssignmentInfo, Report

State = Literal["graded", "not_graded", "pending", "missing", "excused"]
"""``not_graded``: a fault that is not the student's. ``pending``: handed in, not graded yet.
``missing``: nothing was handed in. None of these is zero points."""


@dataclass(frozen=True, slots=True)
class Person:
    """A student as the roster knows them.

    ``id`` is unique in a class and never guessed. ``ids`` are further ids by the name of the
    roster's column, such as ``{"canvas_id": "4711", "sis_id": "s003"}``.
    """

    id: str
    name: str = ""
    email: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Override:
    """Points that a person gave by hand, why, and when (UTC, ISO 8601). ``None`` excuses."""

    points: float | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One student's result.

    ``points`` is what counts, after the late penalty and any override; it is ``None`` exactly
    when ``state`` is not "graded", and extra credit may lift it above ``max_points``.
    ``earned`` is the score of the ``report`` that counts, ``late_penalty`` the points taken off
    it. ``attempt`` counts from 1; 0 means that nothing was handed in. Times are UTC, ISO 8601.
    """

    person: Person
    state: State
    points: float | None
    max_points: float
    earned: float | None = None
    late_penalty: float = 0.0
    override: Override | None = None
    attempt: int = 0
    submitted_at: str | None = None
    graded_at: str | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """All standings of one assignment, sorted by the person's id."""

    assignment: AssignmentInfo
    max_points: float
    standings: tuple[Standing, ...]
