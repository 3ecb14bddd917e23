"""Canvas' gradebook as CSV, for its import.

Columns as Canvas' lib/gradebook_importer.rb asks for them.
"""

from __future__ import annotations

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.cells import heading, table, words
from grader.formats.exports import Export, Note, Target, left_out, no_id
from grader.report.standings import ClassRecord, Standing

KEY = "canvas_id"
CARRIES = "points, also above the maximum; excused"
CUTS = "not graded, pending and missing; all advice; Canvas itself ignores changes below 0.005"

_HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def render(record: ClassRecord, target: Target) -> Export:
    """Return the table; ``item`` is the title with Canvas' id, such as "HW 1 (9001)"."""
    item = heading(target.item or record.assignment.title)
    notes: list[Note] = []
    rows = [[*_HEAD, item], ["    Points Possible", "", "", "", "", plain(record.max_points)]]
    rows += [row for each in record.standings if (row := _row(each, notes))]
    return Export(table(rows).encode(), tuple(notes))


def _row(standing: Standing, notes: list[Note]) -> list[str]:
    person = standing.person
    ids = [identity.column(person, name) for name in (KEY, "sis_id", "username")]
    if standing.state not in ("graded", "excused"):
        notes.append(left_out(standing))
    elif not any(ids):  # Canvas would go by the name
        notes.append(no_id(standing, [KEY, "sis_id", "username"]))
    else:
        grade = "EX" if standing.points is None else plain(standing.points)
        section = person.ids.get("section", "")
        return [words(person.name), *(found or "" for found in ids), words(section), grade]
    return []
