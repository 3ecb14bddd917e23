"""Moodle's worksheet and its feedback files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from grader.formats.classwide import EXPORTS
from grader.formats.exports import Target
from grader.report.standings import ClassRecord, Person, Standing

MakeRecord = Callable[..., ClassRecord]
MakeStanding = Callable[..., Standing]

COLUMNS = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
    "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
    "Feedback comments",
]  # fmt: skip
WHEN = "Sunday, 1 November 2026, 10:00 AM"


def row(number: int, name: str, grade: str = "", changeable: str = "Yes") -> list[str]:
    mail = f"{name.lower()}@x.example"
    return [
        f"Participant {number}", name, mail, "Submitted", grade, "8.00", changeable, WHEN, "-", "",
    ]  # fmt: skip


def sheet_of(*rows: list[str], line_end: str = "\n", delimiter: str = ",") -> str:
    out = StringIO()
    csv.writer(out, lineterminator=line_end, delimiter=delimiter).writerows([COLUMNS, *rows])
    return out.getvalue()


def filled(record: ClassRecord, sheet: str) -> tuple[list[dict[str, str]], list[str]]:
    export = EXPORTS["moodle-worksheet"].render(record, Target(sheet=sheet))
    text = export.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""))), [note.text for note in export.notes]


def test_rows_columns_and_order_stay(make_record: MakeRecord, make_standing: MakeStanding) -> None:
    sheet = sheet_of(row(12, "Zoë", "4.00"), row(11, "Ana"), row(13, "Bob", "2.00"))
    found, notes = filled(make_record(make_standing("graded", "ana")), sheet)
    assert [each["Identifier"] for each in found] == [f"Participant {n}" for n in (12, 11, 13)]
    assert [each["Grade"] for each in found] == ["4.00", "3.5", "2.00"]
    assert list(found[0]) == COLUMNS
    assert found[1]["Feedback comments"].startswith("<pre>Total: 3.5 of 8 points.")
    assert found[1]["Last modified (submission)"] == WHEN
    assert notes == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_file_stays_as_moodle_wrote_it(
    make_record: MakeRecord, mark: str, line_end: str, delimiter: str
) -> None:
    sheet = mark + sheet_of(row(12, "Zoë", "4.00"), line_end=line_end, delimiter=delimiter)
    export = EXPORTS["moodle-worksheet"].render(make_record(), Target(sheet=sheet))
    assert export.content.decode() == sheet


def test_a_locked_grade_stays_and_is_said(
    make_record: MakeRecord, make_standing: MakeStanding
) -> None:
    sheet = sheet_of(row(11, "Ana", "4.00", changeable="No"))
    found, notes = filled(make_record(make_standing("graded", "ana")), sheet)
    assert found[0]["Grade"] == "4.00"
    assert notes == ["the sheet says that the grade cannot be changed"]


def test_rows_that_two_ids_dispute_stay(
    make_record: MakeRecord, make_standing: MakeStanding
) -> None:
    ana = Person("a", email="ana@x.example", ids={"moodle_participant": "12"})
    standing = replace(make_standing("graded"), person=ana)
    found, notes = filled(make_record(standing), sheet_of(row(11, "Ana"), row(12, "Bob")))
    assert [each["Grade"] for each in found] == ["", ""]
    assert "more than one row fits" in notes[0]


def test_a_row_that_two_students_claim_stays(
    make_record: MakeRecord, make_standing: MakeStanding
) -> None:
    twice = [replace(make_standing("graded", name)) for name in ("ana", "bob")]
    twins = [replace(each, person=replace(each.person, email="ana@x.example")) for each in twice]
    found, notes = filled(make_record(*twins), sheet_of(row(11, "Ana")))
    assert found[0]["Grade"] == ""
    assert [note.partition(" by ")[0] for note in notes] == [
        "another student fits the same row"
    ] * 2


def test_names_do_not_identify(make_record: MakeRecord, make_standing: MakeStanding) -> None:
    standing = replace(make_standing("graded"), person=Person("a", name="Ana"))
    found, notes = filled(make_record(standing), sheet_of(row(11, "Ana")))
    assert found[0]["Grade"] == ""
    assert "no row of theirs" in notes[0]


def test_no_formula_of_the_sheet_survives(make_record: MakeRecord) -> None:
    evil = row(11, '=HYPERLINK("http://x")')
    found, _ = filled(make_record(), sheet_of(evil))
    assert found[0]["Full name"] == '\'=HYPERLINK("http://x")'
    assert found[0]["Last modified (grade)"] == "-"


def test_feedback_files_have_the_names_that_moodle_takes_apart(
    make_record: MakeRecord, make_standing: MakeStanding
) -> None:
    sheet = sheet_of(row(11, "Ana"), row(12, "../x_99_..y"))
    mail = "../x_99_..y@x.example"
    strange = Person("b", ids={"moodle_participant": "12"}, email=mail)
    record = make_record(
        make_standing("graded", "ana"), replace(make_standing("graded", "b"), person=strange)
    )
    first, again = (
        EXPORTS["moodle-feedback"].render(record, Target(sheet=sheet)).content for _ in range(2)
    )
    assert first == again
    with ZipFile(BytesIO(first)) as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode()
    folders = [name.split("/") for name in names]
    assert [len(parts) for parts in folders] == [2, 2]
    parts = [folder.split("_", 5) for folder, _ in folders]
    assert parts == [["Ana", number, "assignfeedback", "file"] for number in ("11",)] + [
        ["x 99  .y", "12", "assignfeedback", "file"]
    ]
    assert "dW3 is wrong." in text
