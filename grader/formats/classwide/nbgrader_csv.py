"""Grades in the columns of ``nbgrader export``, but quoted, and without made-up zeros."""

from __future__ import annotations

from grader.formats import identity, moments
from grader.formats.amounts import plain
from grader.formats.cells import table, words
from grader.formats.exports import Export, Note, Target, graded_only, no_id
from grader.report.standings import ClassRecord, Standing

KEY = "id"
CARRIES = "points, the late penalty, when it was handed in"
CUTS = "not graded, pending, missing and excused; all advice; names are not split into first and "
CUTS += "last"

_HEAD = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
_HEAD += ["raw_score", "late_submission_penalty", "score", "max_score"]


def render(record: ClassRecord, target: Target) -> Export:
    """Return one row a student who has points; times are UTC without a zone, as nbgrader's."""
    notes: list[Note] = []
    rows = [_HEAD]
    for standing, points in graded_only(record, notes):
        if identity.is_safe(standing.person.id):
            name = words(target.item or record.assignment.id)
            rows.append([name, "", *_student(standing), *_points(standing, points)])
        else:
            notes.append(no_id(standing, [KEY]))
    return Export(table(rows).encode(), tuple(notes))


def _student(standing: Standing) -> list[str]:
    person = standing.person
    # YYYY-MM-DDTHH:MM:SS.mmmZ without its letters and milliseconds
    time = moments.utc(standing.submitted_at) if standing.submitted_at else ""
    return [time[:19].replace("T", " "), person.id, words(person.name), "", words(person.email)]


def _points(standing: Standing, points: float) -> list[str]:
    by_hand = standing.override is not None or standing.earned is None
    raw = points if by_hand or standing.earned is None else standing.earned
    late = 0.0 if by_hand else standing.late_penalty
    return [plain(value) for value in (raw, late, points, standing.max_points)]
