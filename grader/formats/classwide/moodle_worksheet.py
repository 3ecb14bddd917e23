"""Moodle's grading worksheet, filled in: its rows, columns and order stay."""

from __future__ import annotations

import html
from collections.abc import Mapping

from grader.formats.amounts import plain
from grader.formats.cells import table, words
from grader.formats.classwide import worksheet
from grader.formats.classwide.worksheet import FEEDBACK, GRADE, LOCKED, MOST, Sheet
from grader.formats.exports import Export, FormatError, Note, Target, left_out
from grader.formats.feedback import as_html, of_standing
from grader.report.standings import ClassRecord, Standing

KEY = worksheet.KEY
CARRIES = "points; the advice as feedback comments where the sheet has them"
CUTS = "not graded, pending, missing and excused (their cells stay as they are); points above the "
CUTS += "maximum; the feedback at 20,000 bytes"


def render(record: ClassRecord, target: Target) -> Export:
    """Return the sheet with the grades of all who have points.

    Raises:
        FormatError: the sheet is none, or is for another number of points.
    """
    sheet = worksheet.read(target)
    found, notes = worksheet.matched(sheet, record)
    rows = [list(map(words, sheet.columns))]
    for place, row in enumerate(sheet.rows):
        filled = _filled(row, found[place], notes) if place in found else row
        rows.append([words(filled[name]) for name in sheet.columns])
    return Export(_written(sheet, rows), tuple(notes))


def _written(sheet: Sheet, rows: list[list[str]]) -> bytes:
    text = table(rows, delimiter=sheet.delimiter, line_end=sheet.line_end)
    return (sheet.mark + text).encode()


def _filled(row: Mapping[str, str], standing: Standing, notes: list[Note]) -> Mapping[str, str]:
    if standing.points is None:
        notes.append(left_out(standing))
        return row
    if row.get(LOCKED) == "No":
        notes.append(Note(standing.person.id, "the sheet says that the grade cannot be changed"))
        return row
    _require_same_scale(row, standing)
    points = min(max(standing.points, 0.0), standing.max_points)
    if points != standing.points:
        text = f"{plain(standing.points)} points written as {plain(points)}: Moodle takes no more"
        notes.append(Note(standing.person.id, text, "changed"))
    filled = {**row, GRADE: plain(points)}
    if FEEDBACK in row:
        filled[FEEDBACK] = f"<pre>{html.escape(of_standing(standing, as_html))}</pre>"
    return filled


def _require_same_scale(row: Mapping[str, str], standing: Standing) -> None:
    stated = row.get(MOST, "").replace(",", ".")
    try:
        same = not stated or abs(float(stated) - standing.max_points) < 0.005
    except ValueError:
        same = False
    if not same:
        raise FormatError(
            f"the sheet's maximum grade is {stated}, the assignment has "
            f"{plain(standing.max_points)} points: set the maximum in Moodle to that and "
            "download the sheet again"
        )
