"""Moodle's download of all submissions, in folders or side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .plain import whole
from .records import HandIn, Left, Listing, Part, Sought

NAME = "moodle"
# Full name, the participant's number in this assignment, the plugin; flat downloads add the
# file's name. Names may hold "_"; before 4.1 the folder's name ends in "_".
_ENTRY = re.compile(
    r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<own>.*))?", re.S
)


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    matches = {path: match for path in found if (match := _ENTRY.fullmatch(path.name))}
    if not matches:
        return None
    left = [Left(path, "not named by Moodle") for path in found if path not in matches]
    students: dict[str, list[Path]] = {}
    for path, match in matches.items():
        if match["kind"] == "file":
            students.setdefault(match["number"], []).append(path)
    left += [
        Left(path, "text, not files, was handed in")
        for path, match in matches.items()
        if match["kind"] != "file"
    ]
    hand_ins = [
        HandIn(
            keys=(number, f"Participant {number}"),
            parts=tuple(_part(path, matches[path]["own"] or "") for path in paths),
            name=_name(matches[paths[0]]["name"]),
            ids={"moodle_participant": number},
        )
        for number, paths in students.items()
    ]
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _part(path: Path, own: str) -> Part:
    return whole(path) if path.is_dir() else Part(path, own)


def _name(name: str) -> str:
    """The full name; where names are hidden from markers, there is none."""
    return "" if name == "Participant" else name.replace("_", " ")
