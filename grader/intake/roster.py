"""The roster: a CSV that says who is in the class, and under which ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from grader.intake.errors import IntakeError
from grader.intake.names import listed, shown
from grader.report.standings import Person
from grader.report.text import clean_line

_ID = ("id", "student_id", "username", "login", "sid", "identifier", "sis_user_id")
_NAME = ("name", "full_name", "student", "student_name")
_FIRST, _LAST = ("first_name", "given_name"), ("last_name", "surname", "family_name")
_EMAIL = ("email", "email_address", "mail")
_TEXT = 200
_BYTES = 20_000_000


class RosterError(IntakeError):
    """A roster that cannot be used: which line, and what to do."""


class Roster:
    """The people of a class and all ids under which they are known."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self._by_key: dict[str, list[Person]] = {}
        for person in self.people:
            for key in {_folded(key) for key in (person.id, person.email, *person.ids.values())}:
                if key:
                    self._by_key.setdefault(key, []).append(person)

    def find(self, keys: Iterable[str]) -> tuple[Person, ...]:
        """Those whom the first key that is known to the roster means: one, or several, or none."""
        for key in keys:
            known = self._by_key.get(_folded(key), [])
            exact = [each for each in known if each.id == key]
            if known:
                return tuple(exact or known)
        return ()

    def named(self, name: str) -> tuple[Person, ...]:
        """Those of this very name: a hint for people, never an identity."""
        return tuple(each for each in self.people if _folded(each.name) == _folded(name) != "")


def read_roster(path: Path) -> Roster:
    """The roster in a CSV with a header.

    The id is in the column id, student_id, username, login, sid, Identifier or SIS User ID, the
    first of these that is there. Name (or first and last name) and email are known by their
    headers; each other column is a further id. Commas, semicolons or tabs separate.
    """
    rows = _rows(path)
    if not rows:
        raise RosterError(f"{shown(str(path))} is empty: a roster has a header and a line each")
    columns = {_header(title): number for number, title in reversed([*enumerate(rows[0][1])])}
    if not any(name in columns for name in _ID):
        raise RosterError(
            f"{shown(str(path))} has no column of ids: name one of its columns "
            f"({listed(rows[0][1])}) 'id'"
        )
    lines = [(line, cells) for line, cells in rows[1:] if not _is_points(cells)]
    people = [_person(path, line, cells, columns, rows[0][1]) for line, cells in lines]
    _refuse_twice(path, [line for line, _ in lines], people)
    return Roster(people)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > _BYTES:
            raise RosterError(f"{shown(str(path))} is larger than {_BYTES // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError(f"{shown(str(path))} is not in UTF-8: save it as 'CSV UTF-8'") from error
    except OSError as error:
        raise RosterError(f"{shown(str(path))} cannot be read: {error.strerror}") from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        return [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise RosterError(f"{shown(str(path))}, line {reader.line_num}: {error}") from error


def _header(title: str) -> str:
    return "_".join(title.casefold().split())


def _is_points(cells: Sequence[str]) -> bool:
    """Whether it is the second line of a Canvas gradebook."""
    return cells[0].strip().startswith("Points Possible")


def _person(
    path: Path,
    line: int,
    cells: Sequence[str],
    columns: Mapping[str, int],
    titles: Sequence[str],
) -> Person:
    def cell(*names: str) -> str:
        numbers = [columns[name] for name in names if name in columns]
        return next((_text(cells[n]) for n in numbers if n < len(cells)), "")

    identity = cell(*_ID)
    if not identity:
        raise RosterError(f"{shown(str(path))}, line {line}: there is no id")
    used = {*_ID[: _ID.index(_id_column(columns)) + 1], *_NAME, *_FIRST, *_LAST, *_EMAIL}
    further = {
        clean_line(titles[number], _TEXT): value
        for name, number in columns.items()
        if name and name not in used and number < len(cells) and (value := _text(cells[number]))
    }
    name = cell(*_NAME) or " ".join(filter(None, (cell(*_FIRST), cell(*_LAST))))
    return Person(identity, name, cell(*_EMAIL), further)


def _id_column(columns: Mapping[str, int]) -> str:
    return next(name for name in _ID if name in columns)


def _text(cell: str) -> str:
    return clean_line(cell.strip(), _TEXT)


def _refuse_twice(path: Path, lines: Sequence[int], people: Sequence[Person]) -> None:
    seen: dict[str, int] = {}
    for line, person in zip(lines, people, strict=True):
        first = seen.setdefault(_folded(person.id), line)
        if first != line:
            raise RosterError(
                f"{shown(str(path))}: lines {first} and {line} have the same id, "
                f"{shown(person.id)}: ids must be unique"
            )


def _folded(key: str) -> str:
    return key.strip().casefold()
