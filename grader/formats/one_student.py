"""A single report in a format of a whole class."""

from __future__ import annotations

from grader.formats import identity
from grader.formats.classwide import EXPORTS, identified_by
from grader.formats.exports import FormatError, Target
from grader.report.records import Report
from grader.report.standings import ClassRecord, Person, Standing
from grader.report.text import clean_line


def render(name: str, report: Report, student: str) -> str:
    """Return ``report`` in the class format ``name``, as that of ``student``.

    Raises:
        FormatError: the format cannot write this state, or this id.
    """
    form = EXPORTS[name]
    _require_id(student, form.key)
    record = identified_by(_record(report, student), form.key, "id")
    export = form.render(record, Target())
    lost = [note.text for note in export.notes if note.what == "left out"]
    if lost:
        raise FormatError(f"{name} has no word for this report: {lost[0]}")
    return export.content.decode()


def _require_id(student: str, key: str) -> None:
    who = repr(clean_line(student, 80))
    if key == "email":
        if identity.email(Person(student, email=student)) is None:
            raise FormatError(f"{who} is no e-mail address, by which this format names students")
    elif not identity.is_safe(student):
        raise FormatError(f"{who} cannot be an id: it may have letters, digits and . _ @ + - only")


def _record(report: Report, student: str) -> ClassRecord:
    standing = Standing(
        Person(student),
        report.status,
        report.score,
        report.max_score,
        earned=report.score,
        attempt=1,
        graded_at=report.started_at,
        report=report,
    )
    return ClassRecord(report.assignment, report.max_score, (standing,))
