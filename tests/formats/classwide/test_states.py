"""Graded, not graded, pending, missing, excused and zero do not become one another."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree

import pytest

from grader.formats.classwide import EXPORTS, identified_by
from grader.formats.exports import Export, FormatError, Target
from grader.report.standings import ClassRecord, Override, Standing

MakeRecord = Callable[..., ClassRecord]
MakeStanding = Callable[..., Standing]

STATES = ["graded", "not_graded", "pending", "missing", "excused"]
BLACKBOARD = "HW1 [Total Pts: 8 Score] |1234567"
SHEET = "Identifier,ID number,Grade,Maximum grade,Last modified (grade),Feedback comments\n" + (
    "".join(
        f"Participant {place},{state.replace('_', '')}-idnumber,,8.00,-,\n"
        for place, state in enumerate(STATES, start=1)
    )
)
# What a format says of each state; "" where it leaves the student out.
SAID = {
    "ags": ["3.5 FullyGraded", "Failed", "Pending", "", ""],
    "blackboard-csv": ["3.5", "", "", "", ""],
    "brightspace-csv": ["3.5", "", "", "", ""],
    "canvas": ["3.5", "", "", "", "excused"],
    "canvas-csv": ["3.5", "", "", "", "EX"],
    "csv": ["3.5", "not_graded", "pending", "missing", "excused"],
    "moodle-csv": ["3.5", "", "", "", ""],
    "moodle-worksheet": ["3.5", "", "", "", ""],
    "moodle-xml": ["3.5", "", "", "", ""],
    "nbgrader-csv": ["3.5", "", "", "", ""],
    "xapi": ["3.5", "", "", "", ""],
}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def exported(name: str, record: ClassRecord) -> Export:
    sheet = SHEET if name.startswith("moodle-w") else ""
    return EXPORTS[name].render(record, Target(BLACKBOARD if "blackboard" in name else "", sheet))


def of_ags(text: str) -> dict[str, str]:
    scores = map(json.loads, text.splitlines())
    return {
        each["userId"].partition("-")[0]: " ".join(
            str(each[key]) for key in ("scoreGiven", "gradingProgress") if key in each
        )
        for each in scores
    }


def of_canvas(text: str) -> dict[str, str]:
    data = json.loads(text)["grade_data"]
    return {
        student.partition("-")[0]: each.get("posted_grade") or {True: "excused"}[each["excuse"]]
        for student, each in data.items()
    }


def of_xml(text: str) -> dict[str, str]:
    found = ElementTree.fromstring(text).iter("result")
    return {
        (each.findtext("student") or "").partition("-")[0]: each.findtext("score") or ""
        for each in found
    }


def of_xapi(text: str) -> dict[str, str]:
    return {
        each["actor"]["mbox"][7:].partition("@")[0]: str(each["result"]["score"]["raw"])
        for each in json.loads(text)
    }


def of_table(key: int, value: int, skip: int = 1) -> Callable[[str], dict[str, str]]:
    def read(text: str) -> dict[str, str]:
        found = rows(text)[skip:]
        return {row[key].strip("#").partition("-")[0]: row[value] for row in found if row[value]}

    return read


def of_plain(text: str) -> dict[str, str]:
    return {row[0]: row[5] or row[4] for row in rows(text)[1:]}


READ: dict[str, Callable[[str], dict[str, str]]] = {
    "ags": of_ags,
    "blackboard-csv": of_table(0, 1),
    "brightspace-csv": of_table(1, 2),
    "canvas": of_canvas,
    "canvas-csv": of_table(1, 5, skip=2),
    "csv": of_plain,
    "moodle-csv": of_table(0, 3),
    "moodle-worksheet": of_table(1, 2),
    "moodle-xml": of_xml,
    "nbgrader-csv": of_table(3, 9),
    "xapi": of_xapi,
}


@pytest.mark.parametrize("name", SAID)
def test_states_stay_different_or_are_left_out_and_said(make_record: MakeRecord, name: str) -> None:
    export = exported(name, make_record())
    said = dict(zip((state.replace("_", "") for state in STATES), SAID[name], strict=True))
    assert READ[name](export.content.decode()) == {who: what for who, what in said.items() if what}
    left = {note.student for note in export.notes if note.what == "left out"}
    assert left == {who for who, what in said.items() if not what}


@pytest.mark.parametrize("name", SAID)
def test_a_zero_is_a_zero(make_record: MakeRecord, make_standing: MakeStanding, name: str) -> None:
    record = make_record(make_standing("graded", "graded", points=0.0))
    export = exported(name, record)
    (said,) = READ[name](export.content.decode()).values()
    assert float(said.split()[0]) == 0.0
    assert export.notes == ()


def test_markdown_names_every_state(make_record: MakeRecord) -> None:
    text = EXPORTS["markdown"].render(make_record(), Target()).content.decode()
    for words in ("graded", "could not be graded", "not graded yet", "nothing was handed in"):
        assert f"| {words} |" in text
    assert text.count("--/8") == 4


CAPPED = {"moodle-worksheet": "8", "ags": "9.25 FullyGraded"}


@pytest.mark.parametrize("name", SAID)
def test_extra_credit_is_cut_only_where_the_target_refuses_it(
    make_record: MakeRecord, make_standing: MakeStanding, name: str
) -> None:
    export = exported(name, make_record(make_standing("graded", "graded", points=9.25)))
    (said,) = READ[name](export.content.decode()).values()
    assert said == CAPPED.get(name, "9.25")
    assert [note.what for note in export.notes] == ["changed"] * (
        name in ("moodle-worksheet", "xapi")
    )


def test_moodle_takes_100_at_most(make_record: MakeRecord, make_standing: MakeStanding) -> None:
    best = make_standing("graded", points=105.0, max_points=100.0)
    export = exported("moodle-csv", make_record(best, max_points=100.0))
    assert rows(export.content.decode())[1][3] == "100"
    assert "105 points written as 100" in export.notes[0].text


@pytest.mark.parametrize("name", ["ags", "canvas", "moodle-csv", "moodle-xml", "xapi"])
def test_the_comment_says_what_came_off_and_what_to_mend(
    make_record: MakeRecord, make_standing: MakeStanding, name: str
) -> None:
    late = make_standing("graded", "graded", points=2.5, late_penalty=1.0)
    text = exported(name, make_record(late)).content.decode()
    for words in ("Total: 2.5 of 8 points.", "Earned 3.5, less 1 for being late.", "dW3 is wrong."):
        assert words in text


def test_points_given_by_hand_count_without_their_private_reason(
    make_record: MakeRecord, make_standing: MakeStanding
) -> None:
    given = Override(7.0, "a private matter", "2026-11-24T10:00:00Z")
    record = make_record(make_standing("graded", "graded", points=7.0, override=given))
    for name in set(SAID) - {"csv"}:
        text = exported(name, record).content.decode()
        assert READ[name](text)["graded"].startswith("7")
        assert "private" not in text
    (score,) = map(json.loads, exported("ags", record).content.decode().splitlines())
    assert score["timestamp"] == "2026-11-24T10:00:00.000Z"


@pytest.mark.parametrize("name", sorted(set(SAID) - {"csv"}))
def test_who_has_no_id_for_the_target_is_left_out_and_never_guessed(
    make_record: MakeRecord, make_standing: MakeStanding, name: str
) -> None:
    standing = make_standing("graded", "ana")
    nobody = replace(standing.person, id="=ana", ids={}, email="")
    export = exported(name, make_record(replace(standing, person=nobody)))
    assert READ[name](export.content.decode()) == {}
    assert [note.student for note in export.notes] == ["=ana"]


@pytest.mark.parametrize("name", sorted({*SAID} - {"csv", "moodle-worksheet"}))
def test_another_column_of_the_roster_can_be_the_id(
    make_record: MakeRecord, make_standing: MakeStanding, name: str
) -> None:
    standing = make_standing("graded", "ana")
    number = "m17@y.example" if name == "xapi" else "m17-x"
    person = replace(standing.person, ids={"matrikel": number}, email="")
    record = make_record(replace(standing, person=person))
    export = exported(name, identified_by(record, EXPORTS[name].key, "matrikel"))
    assert READ[name](export.content.decode()).keys() == {"m17"}


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("blackboard-csv", Target("HW1"), "copy the heading"),
        ("canvas-csv", Target("=HW1"), "cannot be a column's name"),
        ("moodle-xml", Target("HW 1"), "grade item's ID number"),
        ("xapi", Target("hw1"), "no address of an activity"),
        ("moodle-worksheet", Target(), "--sheet FILE"),
        ("moodle-feedback", Target(), "--sheet FILE"),
        ("moodle-worksheet", Target(sheet="Kennung,Bewertung\n"), "language set to English"),
        (
            "moodle-worksheet",
            Target(sheet=SHEET.replace("8.00", "10.00")),
            "maximum grade is 10.00",
        ),
    ],
)
def test_a_target_that_could_not_be_found_again_is_refused(
    make_record: MakeRecord, name: str, target: Target, words: str
) -> None:
    with pytest.raises(FormatError, match=words):
        EXPORTS[name].render(make_record(), target)


@pytest.mark.parametrize("name", ["ags", "xapi"])
def test_a_maximum_of_0_points_is_refused(
    make_record: MakeRecord, make_standing: MakeStanding, name: str
) -> None:
    record = make_record(make_standing(points=0.0, max_points=0.0), max_points=0.0)
    with pytest.raises(FormatError, match="0 points"):
        exported(name, record)


def test_every_export_is_held_to_its_states() -> None:
    assert {*EXPORTS} == {*SAID, "markdown", "moodle-feedback"}
