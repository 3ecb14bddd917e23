"""Who is who: the submissions of a listing given to the people of a roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path

from grader.gradebook.lateness import stamp
from grader.intake.layouts import HandIn, Listing
from grader.intake.names import collision_key, listed, shown
from grader.intake.roster import Roster
from grader.report.standings import Person
from grader.report.text import clean_line

_ID = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A student's submission; ``submitted_at`` is UTC, ISO 8601."""

    person: Person
    hand_in: HandIn
    submitted_at: str | None

    @property
    def origin(self) -> str:
        """Where the submission lies, in words."""
        paths = [part.path.name for part in self.hand_in.parts]
        parent = self.hand_in.parts[0].path.parent.name
        return clean_line(f"{parent}/{listed(paths, most=3)}", 300)


@dataclass(frozen=True, slots=True)
class Refused:
    """Submissions that are not graded because nobody can say whose they are."""

    paths: tuple[Path, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Cast:
    """``people`` is the roster, with the ids that the layout added, or nobody without one."""

    members: tuple[Member, ...]
    refused: tuple[Refused, ...] = ()
    unknown: tuple[tuple[Person, str], ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def missing(self) -> tuple[Person, ...]:
        """People of the roster from whom there is nothing."""
        there = {member.person.id for member in self.members}
        return tuple(person for person in self.people if person.id not in there)


def identify(listing: Listing, roster: Roster | None, zone: tzinfo) -> Cast:
    """Give every submission to one person, or refuse it; nobody is ever guessed.

    ``zone`` is that of times that have none.
    """
    members, refused, unknown = [], [], []
    for hand_in in listing.hand_ins:
        found = roster.find(hand_in.keys) if roster is not None else ()
        if len(found) > 1:
            refused.append(_ambiguous(hand_in, found))
            continue
        person = _merged(found[0], hand_in) if found else _from_layout(hand_in)
        if clean_line(person.id, _ID) != person.id or not person.id:
            refused.append(Refused(_paths(hand_in), _unusable(person.id)))
            continue
        if roster is not None and not found:
            unknown.append((person, _hint(roster, hand_in)))
        members.append(Member(person, hand_in, _time(hand_in, zone)))
    kept, colliding = _without_collisions(members)
    there = {member.person.id for member in kept}
    unknown = [(person, hint) for person, hint in unknown if person.id in there]
    people = _with_ids(roster.people, members) if roster is not None else ()
    return Cast(tuple(kept), (*refused, *colliding), tuple(unknown), people)


def _from_layout(hand_in: HandIn) -> Person:
    name, email = clean_line(hand_in.name, _ID), clean_line(hand_in.email, _ID)
    ids = {key: clean_line(value, _ID) for key, value in hand_in.ids.items()}
    return Person(hand_in.keys[0], name, email, ids)


def _merged(person: Person, hand_in: HandIn) -> Person:
    """The roster's person, with what only the layout knows."""
    layout = _from_layout(hand_in)
    return replace(
        person,
        name=person.name or layout.name,
        email=person.email or layout.email,
        ids={**layout.ids, **person.ids},
    )


def _with_ids(people: Sequence[Person], members: Sequence[Member]) -> tuple[Person, ...]:
    merged = {member.person.id: member.person for member in members}
    return tuple(merged.get(person.id, person) for person in people)


def _time(hand_in: HandIn, zone: tzinfo) -> str | None:
    when = hand_in.submitted_at
    if when is None:
        return None
    return stamp(when if when.tzinfo is not None else when.replace(tzinfo=zone))


def _paths(*hand_ins: HandIn) -> tuple[Path, ...]:
    return tuple(part.path for hand_in in hand_ins for part in hand_in.parts)


def _ambiguous(hand_in: HandIn, found: Sequence[Person]) -> Refused:
    choices = ", ".join(f"{shown(each.id)} ({shown(each.name)})" for each in found[:5])
    key = shown(hand_in.keys[0])
    return Refused(
        _paths(hand_in),
        f"the roster gives the id {key} to several: {choices}. Make the ids of the roster unique",
    )


def _unusable(identity: str) -> str:
    return (
        f"{shown(identity)!r} cannot be an id: it has invisible characters or blanks at its ends, "
        "or is too long. Rename it"
    )


def _hint(roster: Roster, hand_in: HandIn) -> str:
    named = roster.named(hand_in.name or hand_in.keys[0])
    if not named:
        return ""
    return f"the roster has a person of this name: {listed([each.id for each in named])}"


def _without_collisions(members: Sequence[Member]) -> tuple[list[Member], list[Refused]]:
    """Several submissions of one person are attempts when all have times; else refused."""
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(collision_key(member.person.id), []).append(member)
    kept: list[Member] = []
    refused: list[Refused] = []
    for group in groups.values():
        times = {member.submitted_at for member in group}
        alike = len({member.person.id for member in group}) == 1
        if len(group) == 1 or (alike and None not in times and len(times) == len(group)):
            kept += sorted(group, key=lambda member: member.submitted_at or "")
            continue
        names = ", ".join(shown(member.origin) for member in group[:5])
        reason = (
            f"all of these would be {shown(group[0].person.id)}'s: {names}. Leave one, or rename"
        )
        refused.append(Refused(_paths(*(member.hand_in for member in group)), reason))
    return kept, refused
