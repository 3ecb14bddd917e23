"""Moodle's import of grades from XML: fields as in its grade/import/xml/lib.php."""

from __future__ import annotations

import html
from xml.etree import ElementTree

from grader.formats import identity
from grader.formats.amounts import plain
from grader.formats.exports import Export, FormatError, Note, Target, graded_only, no_id
from grader.formats.feedback import as_html, of_standing
from grader.report.standings import ClassRecord

KEY = "idnumber"
CARRIES = "points; the advice as feedback"
CUTS = "not graded, pending, missing and excused; the feedback at 20,000 bytes"


def render(record: ClassRecord, target: Target) -> Export:
    """Return the results; ``item`` is the grade item's ID number in Moodle.

    Raises:
        FormatError: that ID number could not be found again.
    """
    item = target.item or record.assignment.id
    if not identity.is_safe(item):
        raise FormatError(f"{item!r} cannot be a grade item's ID number: give one with --item")
    notes: list[Note] = []
    root = ElementTree.Element("results")
    for standing, points in graded_only(record, notes):
        student = identity.column(standing.person, KEY)
        if student is None:
            notes.append(no_id(standing, [KEY]))
            continue
        fields = {"state": "new", "assignment": item, "student": student, "score": plain(points)}
        # Moodle shows feedback as HTML: escaped here, and once more as XML.
        advice = html.escape(of_standing(standing, as_html))
        result = ElementTree.SubElement(root, "result")
        for name, text in {**fields, "feedback": f"<pre>{advice}</pre>"}.items():
            ElementTree.SubElement(result, name).text = text
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return Export(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode(), tuple(notes))
