"""Canvas's submissions.zip: all files side by side, the student's id in each name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .records import HandIn, Left, Listing, Part, Sought

NAME = "canvas"
# sortablename, LATE, user id, attachment id, the file's own name. The first two parts made of
# digits are the ids, as in Canvas's own way back: names may hold "_", but no parts of digits.
_FILE = re.compile(r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+)_(?P<attachment>\d+)_(?P<own>.+)", re.S)
_ENTRY = re.compile(r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+)_(?P<own>text|link)\.html", re.S)
_AGAIN = re.compile(r"(?P<stem>.+)-\d+(?P<suffix>\.[^.]+)", re.S)


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    matches = {path: match for path in found if (match := _match(path))}
    if not any(match.re is _FILE for match in matches.values()) or 2 * len(matches) <= len(found):
        return None
    students: dict[str, list[Path]] = {}
    for path, match in matches.items():
        students.setdefault(match["user"], []).append(path)
    left = [Left(path, "not named by Canvas") for path in found if path not in matches]
    hand_ins = [
        HandIn(
            keys=(user,),
            parts=_parts({path: matches[path]["own"] for path in paths}, sought),
            name=matches[paths[0]]["name"],
            ids={"canvas_id": user},
        )
        for user, paths in students.items()
        if any(matches[path].re is _FILE for path in paths)
    ]
    kept = {part.path for hand_in in hand_ins for part in hand_in.parts}
    left += [Left(path, "text, not files, was handed in") for path in matches if path not in kept]
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _match(path: Path) -> re.Match[str] | None:
    if path.is_dir():
        return None
    return _FILE.fullmatch(path.name) or _ENTRY.fullmatch(path.name)


def _parts(own: dict[Path, str], sought: Sought) -> tuple[Part, ...]:
    """The student's files under the names they had; "-1" of a later upload is taken off."""
    names = list(own.values())
    return tuple(Part(path, _first_name(name, names, sought)) for path, name in own.items())


def _first_name(name: str, names: Sequence[str], sought: Sought) -> str:
    again = _AGAIN.fullmatch(name)
    if again is None or again["stem"] not in sought.exercises:
        return name
    first = again["stem"] + again["suffix"]
    alike = [each for each in names if each == first or _is_copy(each, again)]
    return first if alike == [name] else name


def _is_copy(name: str, other: re.Match[str]) -> bool:
    again = _AGAIN.fullmatch(name)
    return again is not None and again.groups() == other.groups()
