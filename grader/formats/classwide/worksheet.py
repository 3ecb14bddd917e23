"""Moodle's grading worksheet: read as the teacher downloaded it, to be filled in.

Columns and identification as in Moodle's mod/assign/feedback/offline.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from grader.formats.exports import FormatError, Note, Target
from grader.report.standings import ClassRecord, Person, Standing

KEY = "moodle_participant"
"""The roster's column with Moodle's number of a student in this very assignment."""

GRADE, MOST, CHANGED = "Grade", "Maximum grade", "Last modified (grade)"
IDENTIFIER, LOCKED, FEEDBACK = "Identifier", "Grade can be changed", "Feedback comments"

_NEEDED = (IDENTIFIER, GRADE, CHANGED)
_PARTICIPANT = re.compile(r"\D*(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its rows by column's name, and how it was written."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    delimiter: str
    line_end: str
    mark: str
    """The byte order mark, if the file started with one."""


def read(target: Target) -> Sheet:
    """Return the worksheet in ``target``.

    Raises:
        FormatError: there is none, or it is not a worksheet as Moodle writes it in English.
    """
    if not target.sheet:
        raise FormatError(
            "the grading worksheet is filled in: download it in Moodle (Download grading "
            "worksheet) and name it with --sheet FILE"
        )
    text = target.sheet.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    table = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    columns = tuple(table[0]) if table else ()
    if missing := [name for name in _NEEDED if columns.count(name) != 1]:
        raise FormatError(
            f"the sheet has no column {missing[0]!r}: download the grading worksheet again, "
            "with Moodle's language set to English"
        )
    return Sheet(
        columns,
        tuple(_row(columns, cells) for cells in table[1:] if cells),
        delimiter,
        "\r\n" if head.endswith("\r") else "\n",
        target.sheet[: len(target.sheet) - len(text)],
    )


def _row(columns: tuple[str, ...], cells: list[str]) -> Mapping[str, str]:
    if len(cells) != len(columns):
        raise FormatError(
            f"a row of the sheet has {len(cells)} cells, its head {len(columns)}: download the "
            "grading worksheet again"
        )
    return dict(zip(columns, cells, strict=True))


def participant(row: Mapping[str, str]) -> str:
    """Return the number that Moodle knows the row by; "" if it has none."""
    found = _PARTICIPANT.fullmatch(row[IDENTIFIER])
    return found[1] if found else ""


def matched(sheet: Sheet, record: ClassRecord) -> tuple[dict[int, Standing], list[Note]]:
    """Return standings by their row's place, and a note for each without exactly one row.

    A row is a student's by participant number (``moodle_participant`` in the roster), ID number
    (``idnumber``) or e-mail address; where these lead to different rows, none is filled in. Names
    are not looked at.
    """
    found: dict[int, Standing] = {}
    notes: list[Note] = []
    claims = [(standing, _places(sheet, standing.person)) for standing in record.standings]
    taken = [place for _, places in claims for place in places]
    for standing, places in claims:
        place = next(iter(places), -1)
        if len(places) == 1 and taken.count(place) == 1:
            found[place] = standing
        else:
            text = f"{_why(places)} by moodle_participant, idnumber or email in the roster"
            notes.append(Note(standing.person.id, text))
    return found, notes


def _why(places: set[int]) -> str:
    if not places:
        return "the sheet has no row of theirs"
    return "more than one row fits" if len(places) > 1 else "another student fits the same row"


def _places(sheet: Sheet, person: Person) -> set[int]:
    known = {
        "participant": person.ids.get(KEY, ""),
        "ID number": person.ids.get("idnumber", ""),
        "Email address": person.email.casefold(),
    }
    wanted = {name: value for name, value in known.items() if value}
    return set(_agreeing(sheet, wanted))


def _agreeing(sheet: Sheet, wanted: Mapping[str, str]) -> Iterable[int]:
    for place, row in enumerate(sheet.rows):
        own = {
            "participant": participant(row),
            "ID number": row.get("ID number", ""),
            "Email address": row.get("Email address", "").casefold(),
        }
        if any(own[name] == value for name, value in wanted.items()):
            yield place
