"""A zip of feedback files for Moodle's upload of several at once.

Names as in Moodle's mod/assign/feedback/file/importziplib.php.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from grader.formats.classwide import worksheet
from grader.formats.exports import Export, Note, Target
from grader.formats.feedback import as_text, of_standing
from grader.report.standings import ClassRecord
from grader.report.text import clean_line

KEY = worksheet.KEY
CARRIES = "the advice as a text file each, also for who has no points"
CUTS = "points as a field; the file at 1 MB; missing and excused"

_MAX_BYTES = 1_000_000
_ODD = re.compile(r"[^\w .'-]|_|\.(?=\.)")


def render(record: ClassRecord, target: Target) -> Export:
    """Return the zip; the worksheet says under which number Moodle knows whom."""
    sheet = worksheet.read(target)
    found, notes = worksheet.matched(sheet, record)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for place, standing in sorted(found.items()):
            row, person = sheet.rows[place], standing.person
            number = worksheet.participant(row)
            if standing.report is None:
                notes.append(Note(person.id, "there is no report to write feedback from"))
            elif not number:
                notes.append(Note(person.id, "their row has no participant number"))
            else:
                folder = f"{_name(row.get('Full name', ''))}_{number}_assignfeedback_file"
                # Of one date, so that the same feedback gives the same bytes.
                entry = ZipInfo(f"{folder}/feedback.txt")
                archive.writestr(entry, of_standing(standing, as_text, _MAX_BYTES) + "\n")
    return Export(out.getvalue(), tuple(notes))


def _name(full: str) -> str:
    """Return a name as part of a path; Moodle goes by the number after it."""
    return _ODD.sub(" ", clean_line(full, 80)).strip(" .") or "Participant"
