"""What every format for a whole class takes and gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.report.standings import ClassRecord, Standing

STATE_WORDS = {
    "graded": "graded",
    "not_graded": "could not be graded",
    "pending": "not graded yet",
    "missing": "nothing was handed in",
    "excused": "excused",
}


class FormatError(ValueError):
    """What was asked for cannot be said in this format; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the other system calls things.

    ``item`` is its name of the assignment, "" where none was given; ``sheet`` is the text of the
    file that it gave to be filled in.
    """

    item: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What does not arrive as it is in the gradebook: for whom, and why."""

    student: str
    text: str
    what: Literal["left out", "changed"] = "left out"


@dataclass(frozen=True, slots=True)
class Export:
    """A whole file, and what it does not say."""

    content: bytes
    notes: tuple[Note, ...] = ()


def left_out(standing: Standing) -> Note:
    """Return the note for a state that the format has no word for."""
    return Note(standing.person.id, STATE_WORDS[standing.state])


def graded_only(record: ClassRecord, notes: list[Note]) -> Iterator[tuple[Standing, float]]:
    """Yield each standing that has points, with them; the others are noted."""
    for standing in record.standings:
        if standing.points is None:
            notes.append(left_out(standing))
        else:
            yield standing, standing.points


def no_id(standing: Standing, columns: Sequence[str]) -> Note:
    """Return the note for a student whom the target could not recognise."""
    wanted = " or ".join(columns)
    return Note(
        standing.person.id,
        f"the roster has no {wanted} of theirs that can be written safely "
        "(--id COLUMN names another column)",
    )
