"""Everything that the gradebook knows of a class, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from grader.formats.amounts import plain
from grader.formats.cells import table, words
from grader.formats.exports import Export, Target
from grader.report.standings import ClassRecord, Standing

KEY = "id"
CARRIES = "every state, the points of every exercise, penalties, overrides with reasons, times"
CUTS = "all advice"

_HEAD = ["id", "name", "email", "assignment", "state", "points", "max_points", "earned"]
_HEAD += ["late_penalty", "by_hand", "reason", "attempt", "submitted_at", "graded_at"]


def render(record: ClassRecord, target: Target) -> Export:
    """Return one row a student; points that are not known are empty."""
    exercises = list(
        dict.fromkeys(
            exercise.id
            for standing in record.standings
            if standing.report
            for exercise in standing.report.exercises
        )
    )
    rows = [[*_HEAD, *map(words, exercises)]]
    rows += [_row(record, standing, exercises) for standing in record.standings]
    return Export(table(rows).encode())


def _row(record: ClassRecord, standing: Standing, exercises: Sequence[str]) -> list[str]:
    person, given = standing.person, standing.override
    report = standing.report
    scores = {exercise.id: exercise.score for exercise in report.exercises} if report else {}
    return [
        *map(words, (person.id, person.name, person.email, record.assignment.id)),
        standing.state,
        _points(standing.points),
        plain(standing.max_points),
        _points(standing.earned),
        plain(standing.late_penalty),
        _points(given.points) if given else "",
        words(given.reason) if given else "",
        str(standing.attempt),
        *map(words, (standing.submitted_at or "", standing.graded_at or "")),
        *(_points(scores.get(name)) for name in exercises),
    ]


def _points(points: float | None) -> str:
    return "" if points is None else plain(points)
