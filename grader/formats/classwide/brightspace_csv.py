"""A table for Brightspace's (D2L's) import of grades."""

from __future__ import annotations

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.cells import heading, table
from grader.formats.exports import Export, Note, Target, graded_only, no_id
from grader.report.standings import ClassRecord

KEY = "username"
CARRIES = "points, also above the maximum where the item can exceed it"
CUTS = "not graded, pending, missing and excused; all advice"


def render(record: ClassRecord, target: Target) -> Export:
    """Return one row a student; ``item`` is the grade item's name.

    Ids start with "#", so that no spreadsheet takes their zeros away.
    """
    item = heading(target.item or record.assignment.title)
    notes: list[Note] = []
    rows = [["OrgDefinedId", "Username", f"{item} Points Grade", "End-of-Line Indicator"]]
    for standing, points in graded_only(record, notes):
        names = ("org_defined_id", KEY)
        ids = [identity.column(standing.person, name) for name in names]
        if any(ids):
            rows.append([*(f"#{each}" if each else "" for each in ids), plain(points), "#"])
        else:
            notes.append(no_id(standing, names))
    return Export(table(rows).encode(), tuple(notes))
