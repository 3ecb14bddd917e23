from __future__ import annotations

from pathlib import Path

import pytest

from grader.intake.roster import RosterError, read_roster
from grader.report.standings import Person


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "class.csv"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "id,name,email,canvas_id\ns1,Ana Doe,ana@x.example,101\n",
            Person("s1", "Ana Doe", "ana@x.example", {"canvas_id": "101"}),
        ),
        (
            "\ufeffLast Name;First Name;Username;Matrikel\nDoe;Ana;adoe;007\n",
            Person("adoe", "Ana Doe", "", {"Matrikel": "007"}),
        ),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,HW1 (9)\n"
            '    Points Possible,,,,,10\n"Doe, Ana",3,s003,ana,S1,\n',
            Person(
                "3", "Doe, Ana", "", {"SIS User ID": "s003", "SIS Login ID": "ana", "Section": "S1"}
            ),
        ),
        (
            "Identifier\tFull name\tEmail address\nParticipant 501\tAna Doe\tana@x.example\n",
            Person("Participant 501", "Ana Doe", "ana@x.example", {}),
        ),
    ],
)
def test_rosters_as_systems_write_them(roster: Path, text: str, person: Person) -> None:
    roster.write_text(text, encoding="utf-8")
    assert read_roster(roster).people == (person,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("who,what\na,b\n", r"no column of ids: name one of its columns \(who, what\) 'id'"),
        ("id,name\nana,A\n,B\n", "line 3: there is no id"),
        ("id\nana\nbob\nANA\n", "lines 2 and 4 have the same id"),
    ],
)
def test_rosters_that_are_refused(roster: Path, text: str, says: str) -> None:
    roster.write_text(text, encoding="utf-8")
    with pytest.raises(RosterError, match=says):
        read_roster(roster)


def test_a_roster_in_another_encoding(roster: Path) -> None:
    roster.write_bytes("id,name\nzoe,Zoë\n".encode("latin-1"))
    with pytest.raises(RosterError, match="save it as 'CSV UTF-8'"):
        read_roster(roster)


def test_any_id_finds_a_person_but_a_name_does_not(roster: Path) -> None:
    roster.write_text("id,name,email,canvas_id\ns1,Ana Doe,ana@x.example,101\n", encoding="utf-8")
    read = read_roster(roster)
    for key in ("s1", "S1", "101", "Ana@X.example"):
        assert [each.id for each in read.find([key])] == ["s1"]
    assert read.find(["Ana Doe"]) == ()
    assert [each.id for each in read.named("ana doe")] == ["s1"]


def test_an_id_of_two_people_finds_both(roster: Path) -> None:
    roster.write_text("id,canvas_id\nana,101\nbob,101\n101,102\n", encoding="utf-8")
    assert [each.id for each in read_roster(roster).find(["101"])] == ["101"]
    roster.write_text("id,canvas_id\nana,101\nbob,101\n", encoding="utf-8")
    assert [each.id for each in read_roster(roster).find(["101"])] == ["ana", "bob"]


def test_terminal_codes_do_not_survive(roster: Path) -> None:
    roster.write_text("id,name\nana,\x1b[31mRed\u202e\n", encoding="utf-8")
    assert read_roster(roster).people[0].name == "Red"
