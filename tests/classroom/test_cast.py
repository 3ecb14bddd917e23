"""Who is who: nobody is ever guessed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from grader.classroom.cast import Cast, identify
from grader.intake.layouts import HandIn, Listing, Part
from grader.intake.roster import Roster
from grader.report.standings import Person

UTC = timezone.utc


def hand_in(*keys: str, at: datetime | None = None, name: str = "", path: str = "") -> HandIn:
    return HandIn(keys, (Part(Path("in", path or keys[0])),), name, submitted_at=at)


def cast(*hand_ins: HandIn, people: tuple[Person, ...] | None = None) -> Cast:
    roster = None if people is None else Roster(people)
    return identify(Listing("plain", hand_ins), roster, timezone(timedelta(hours=1)))


def ids(found: Cast) -> list[str]:
    return [member.person.id for member in found.members]


def test_without_a_roster_everybody_is_who_the_layout_says() -> None:
    found = cast(hand_in("ana", name="Ana Doe"), hand_in("bob"))
    assert ids(found) == ["ana", "bob"]
    assert found.members[0].person.name == "Ana Doe"
    assert found.missing == ()


def test_a_roster_gives_ids_and_says_who_is_missing() -> None:
    people = (Person("s1", "Ana", "", {"canvas_id": "101"}), Person("s2"))
    found = cast(hand_in("101"), hand_in("999", name="Eve"), people=people)
    assert ids(found) == ["s1", "999"]
    assert [person.id for person in found.missing] == ["s2"]
    assert [person.id for person, _ in found.unknown] == ["999"]


def test_a_name_is_a_hint_and_no_identity() -> None:
    found = cast(hand_in("Ana Doe"), people=(Person("s1", "Ana Doe"),))
    assert ids(found) == ["Ana Doe"]
    assert found.unknown[0][1] == "the roster has a person of this name: s1"


def test_an_id_of_several_is_refused_with_the_choices() -> None:
    people = (Person("s1", "Ana", "", {"x": "7"}), Person("s2", "Bob", "", {"x": "7"}))
    found = cast(hand_in("7"), people=people)
    assert ids(found) == []
    assert "to several: s1 (Ana), s2 (Bob)" in found.refused[0].reason


def test_two_submissions_of_one_person_are_refused() -> None:
    found = cast(hand_in("ana", path="ana.zip"), hand_in("ana", path="ana"), hand_in("bob"))
    assert ids(found) == ["bob"]
    assert "all of these would be ana's: in/ana.zip, in/ana" in found.refused[0].reason


def test_names_that_differ_only_in_case_are_refused() -> None:
    found = cast(hand_in("Ana"), hand_in("ana"))
    assert ids(found) == []
    assert len(found.refused) == 1


def test_submissions_with_times_are_attempts() -> None:
    early, late = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    found = cast(hand_in("ana", at=late, path="b"), hand_in("ana", at=early, path="a"))
    assert [member.submitted_at for member in found.members] == [
        "2026-11-01T00:00:00.000Z",
        "2026-11-02T00:00:00.000Z",
    ]


def test_a_time_without_a_zone_is_in_the_deadlines() -> None:
    found = cast(hand_in("ana", at=datetime(2026, 11, 1, 10)))
    assert found.members[0].submitted_at == "2026-11-01T09:00:00.000Z"


def test_ids_that_cannot_be_shown_are_refused() -> None:
    found = cast(hand_in("ana\u202egnp"), hand_in("\x1b[2Jbob"), hand_in("cyd "))
    assert ids(found) == []
    assert len(found.refused) == 3
    assert all("\x1b" not in each.reason for each in found.refused)
