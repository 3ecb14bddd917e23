"""Blackboard's gradebook download: all files of all attempts side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from grader.intake.names import listed, shown

from .records import HandIn, LayoutError, Left, Listing, Part, Sought

NAME = "blackboard"
_FILE = re.compile(
    r"(?P<head>.+_.+)_attempt_(?P<stamp>\d{4}(?:-\d\d){5})(?:_(?P<own>.+)|\.txt)", re.S
)
_NAMED = re.compile(r"^Name: (?P<name>.*) \((?P<user>[^()\n]+)\)\s*$", re.M)
_NOTE_BYTES = 2_000


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    matches = {path: match for path in found if (match := _FILE.fullmatch(path.name))}
    if not matches:
        return None
    users = _users(matches, sought)
    attempts: dict[tuple[str, str], list[Path]] = {}
    for path, match in matches.items():
        attempts.setdefault((match["head"], match["stamp"]), []).append(path)
    hand_ins, left = [], [Left(p, "not named by Blackboard") for p in found if p not in matches]
    for (head, stamp), paths in attempts.items():
        parts = tuple(Part(path, own) for path in paths if (own := matches[path]["own"]))
        user, name = users[head]
        if parts:
            time = _time(stamp)
            hand_ins.append(HandIn((user,), parts, name, ids={"username": user}, submitted_at=time))
        else:
            left.append(Left(paths[0], "text, not files, was handed in"))
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _time(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None


def _users(matches: Mapping[Path, re.Match[str]], sought: Sought) -> dict[str, tuple[str, str]]:
    """By the part of the name before the attempt, the user's name and the person's."""
    users: dict[str, tuple[str, str]] = {}
    for path, match in matches.items():
        if match["own"] is None and (named := _named(path, match["head"])):
            users[match["head"]] = named
    for head in {match["head"] for match in matches.values()} - set(users):
        users[head] = (_user(head, sought), "")
    return users


def _named(note: Path, head: str) -> tuple[str, str] | None:
    """What the note says that Blackboard puts beside each attempt."""
    with note.open("rb") as file:
        found = _NAMED.search(file.read(_NOTE_BYTES).decode("utf-8", "replace"))
    if found is None or not head.endswith(f"_{found['user']}"):
        return None
    return found["user"], found["name"].strip()


def _user(head: str, sought: Sought) -> str:
    if sought.part and head.startswith(f"{sought.part}_"):
        return head[len(sought.part) + 1 :]
    titles = [head[: match.start()] for match in re.finditer("_", head)]
    if len(titles) == 1:
        return head[len(titles[0]) + 1 :]
    choices = " or ".join(f"--layout {NAME}:'{shown(title)}'" for title in titles[:5])
    raise LayoutError(
        f"where does the assignment's title end and the user's name begin in {listed([head])}? "
        f"Say the title: {choices}"
    )
