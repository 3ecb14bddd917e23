"""What a folder of submissions comes to, whatever system made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from grader.intake.errors import IntakeError
from grader.intake.names import is_clutter


class LayoutError(IntakeError):
    """A folder of submissions that cannot be read in one way only; names the choices."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file or folder of a submission. ``name`` is its path inside; "" when it is all of it."""

    path: Path
    name: str = ""


@dataclass(frozen=True, slots=True)
class HandIn:
    """One submission of one student.

    ``keys`` are the ids by which the layout knows the student, the surest first; a roster may
    know any of them. ``ids`` are the same with the names of what they are. ``submitted_at``
    has no time zone where the layout has none.
    """

    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    name: str = ""
    email: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that belongs to no submission, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All submissions of a folder."""

    layout: str
    hand_ins: tuple[HandIn, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What the submissions are for. ``part`` is what ``--layout NAME:PART`` adds to the name."""

    assignment: str
    exercises: tuple[str, ...]
    part: str = ""


Read = Callable[[Path, Sequence[Path], Sought], "Listing | None"]
"""Reads a folder and its entries; None when the folder is of another layout."""


def entries(folder: Path) -> tuple[list[Path], list[Left]]:
    """The files and folders that people put there, sorted; links are left."""
    found, left = [], []
    for path in sorted(folder.iterdir()):
        if is_clutter(path.name):
            continue
        if path.is_symlink():
            left.append(Left(path, "links are not followed"))
        elif path.is_dir() or path.is_file():
            found.append(path)
        else:
            left.append(Left(path, "neither a file nor a folder"))
    return found, left
