"""A table for Blackboard's work offline: one column of its grade centre."""

from __future__ import annotations

import re

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.cells import heading, table
from grader.formats.exports import Export, FormatError, Note, Target, graded_only, no_id
from grader.report.standings import ClassRecord

KEY = "username"
CARRIES = "points, also above the maximum"
CUTS = "not graded, pending, missing and excused; all advice"

_COLUMN = re.compile(r".+\|\d+", re.ASCII)


def render(record: ClassRecord, target: Target) -> Export:
    """Return one row a student; ``item`` is the heading of the column in a downloaded file.

    Raises:
        FormatError: it is not; Blackboard would make a new column that counts nothing.
    """
    if not _COLUMN.fullmatch(target.item):
        raise FormatError(
            "Blackboard finds a column by the number at its end: copy the heading from a "
            "downloaded file, such as --item 'HW1 [Total Pts: 10 Score] |1234567'"
        )
    notes: list[Note] = []
    rows = [["Username", heading(target.item)]]
    for standing, points in graded_only(record, notes):
        name = identity.column(standing.person, KEY)
        if name is None:
            notes.append(no_id(standing, [KEY]))
        else:
            rows.append([name, plain(points)])
    return Export(table(rows).encode(), tuple(notes))
