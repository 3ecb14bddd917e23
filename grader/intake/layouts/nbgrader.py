"""nbgrader's submitted/STUDENT/ASSIGNMENT/, with timestamp.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from grader.intake.names import listed, shown

from .plain import whole
from .records import HandIn, LayoutError, Left, Listing, Sought, entries
from .times import parsed_stamp

NAME = "nbgrader"
_STAMP = "timestamp.txt"
_STAMP_BYTES = 200


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    if any(path.name == "submitted" and path.is_dir() for path in found):
        folder = folder / "submitted"
        found, _ = entries(folder)
    students = {path: _assignments(path) for path in found if path.is_dir()}
    if not students or not _is_nbgrader(folder, students, sought):
        return None
    name = _assignment(students, sought)
    hand_ins, left = [], []
    for path in found:
        if name in students.get(path, {}):
            place = students[path][name]
            hand_ins.append(HandIn((path.name,), (whole(place),), submitted_at=_stamp(place)))
        else:
            left.append(Left(path, f"holds no folder {shown(name)}"))
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _assignments(student: Path) -> dict[str, Path]:
    return {path.name: path for path in entries(student)[0] if path.is_dir()}


def _is_nbgrader(folder: Path, students: Mapping[Path, Mapping[str, Path]], sought: Sought) -> bool:
    places = [place for assignments in students.values() for place in assignments.values()]
    if folder.name == "submitted":
        return bool(places)
    return any((place / _STAMP).is_file() for place in places) or (
        all(sought.assignment in assignments for assignments in students.values())
    )


def _assignment(students: Mapping[Path, Mapping[str, Path]], sought: Sought) -> str:
    names = sorted({name for assignments in students.values() for name in assignments})
    for name in (sought.part, sought.assignment):
        if name and name in names:
            return name
    if len(names) == 1 and not sought.part:
        return names[0]
    choices = " or ".join(f"--layout {NAME}:{shown(name)}" for name in names[:5])
    raise LayoutError(
        f"the students' folders hold {listed(names)}: say which of them to grade, with {choices}"
    )


def _stamp(place: Path) -> datetime | None:
    path = place / _STAMP
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        text = file.read(_STAMP_BYTES).decode("utf-8", "replace").strip()
    return parsed_stamp(text)
