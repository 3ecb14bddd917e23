"""The body of Canvas' bulk update of grades (POST .../submissions/update_grades)."""

from __future__ import annotations

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.exports import Export, Note, Target, left_out, no_id
from grader.formats.feedback import as_json, of_standing
from grader.report.fitting import encode
from grader.report.records import Json
from grader.report.standings import ClassRecord, Person, Standing

KEY = "canvas_id"
CARRIES = "points, also above the maximum; excused; the advice as comment"
CUTS = "not graded, pending and missing; the comment at 20,000 bytes"


def render(record: ClassRecord, target: Target) -> Export:
    """Return ``grade_data`` by Canvas' user id (canvas_id), or else by SIS id (sis_id)."""
    notes: list[Note] = []
    grades: dict[str, Json] = {}
    for standing in record.standings:
        student = _student(standing.person)
        if standing.state not in ("graded", "excused"):
            notes.append(left_out(standing))
        elif student is None:
            notes.append(no_id(standing, [KEY, "sis_id"]))
        else:
            grades[student] = _grade(standing)
    return Export(encode({"grade_data": grades}).encode(), tuple(notes))


def _student(person: Person) -> str | None:
    number = identity.column(person, KEY)
    if number is not None:
        return number
    sis = identity.column(person, "sis_id")
    return None if sis is None else f"sis_user_id:{sis}"


def _grade(standing: Standing) -> dict[str, Json]:
    if standing.points is None:
        return {"excuse": True}
    return {
        "posted_grade": plain(standing.points),
        "text_comment": of_standing(standing, as_json),
    }
