"""A table for Moodle's import of grades from CSV."""

from __future__ import annotations

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.cells import heading, table, words
from grader.formats.exports import Export, Note, Target, graded_only, no_id
from grader.formats.feedback import as_text, of_standing
from grader.report.standings import ClassRecord

KEY = "username"
CARRIES = "points; the advice as feedback"
CUTS = "not graded, pending, missing and excused; points above both 100 and the maximum; "
CUTS += "the feedback at 20,000 bytes"

_MOST = 100.0
"""Moodle takes back the whole import for a larger value, unless the site allows more."""


def render(record: ClassRecord, target: Target) -> Export:
    """Return one row a student, with username, idnumber and email, one of which to map."""
    item = heading(target.item or record.assignment.title)
    most = max(_MOST, record.max_points)
    notes: list[Note] = []
    rows = [["username", "idnumber", "email", item, f"{item} feedback"]]
    for standing, points in graded_only(record, notes):
        person = standing.person
        known = [identity.column(person, KEY), identity.column(person, "idnumber")]
        known.append(identity.email(person))
        if not any(known):
            notes.append(no_id(standing, [KEY, "idnumber", "email"]))
            continue
        if points > most:
            text = f"{plain(points)} points written as {plain(most)}, the most that Moodle takes"
            notes.append(Note(person.id, text, "changed"))
        advice = words(of_standing(standing, as_text))
        rows.append([*(each or "" for each in known), plain(min(points, most)), advice])
    return Export(table(rows).encode(), tuple(notes))
