"""Ids of students: taken from the roster as they stand, or not at all."""

from __future__ import annotations

import re

from grader.report.standings import Person

_ID = re.compile(r"[^\W_][\w.@+-]{0,127}|_[\w.@+-]{0,127}", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.ASCII)


def is_safe(text: str) -> bool:
    """Whether an id means the same to every importer and is no formula to any spreadsheet."""
    return _ID.fullmatch(text) is not None


def column(person: Person, name: str) -> str | None:
    """Return a student's entry in the roster's column ``name``, if it is there and safe."""
    value = person.ids.get(name, "")
    return value if is_safe(value) else None


def email(person: Person) -> str | None:
    """Return a student's address, if there is one and it is safe."""
    known = _EMAIL.fullmatch(person.email) is not None and is_safe(person.email)
    return person.email if known else None
