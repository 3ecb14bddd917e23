"""One folder, archive or file per student, named after them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.intake.archive import SUFFIXES
from grader.intake.names import is_gradable, listed

from .records import HandIn, LayoutError, Left, Listing, Part, Sought, entries

NAME = "plain"


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read: everything can be read so, but one student's own folder."""
    _refuse_one_submission(folder, found, sought)
    hand_ins, left = [], []
    for path in found:
        student = student_of(path)
        if student is None:
            left.append(Left(path, "not a folder, an archive, a .py or an .ipynb"))
        else:
            hand_ins.append(HandIn((student,), (whole(path),)))
    return Listing(NAME, tuple(hand_ins), tuple(left))


def student_of(path: Path) -> str | None:
    """The student that an entry is named after."""
    if path.is_dir():
        return path.name
    lower = path.name.lower()
    suffix = next((suffix for suffix in SUFFIXES if lower.endswith(suffix)), None)
    if suffix is None and is_gradable(lower):
        suffix = path.suffix
    return None if suffix is None else path.name[: -len(suffix)]


def whole(path: Path) -> Part:
    """The submission at ``path``: of a folder that holds nothing to grade but one archive, that."""
    if path.is_dir():
        inside, _ = entries(path)
        archives = [each for each in inside if each.name.lower().endswith(SUFFIXES)]
        if len(archives) == 1 and not any(e.is_dir() or is_gradable(e.name) for e in inside):
            return Part(archives[0])
    return Part(path)


def _refuse_one_submission(folder: Path, found: Sequence[Path], sought: Sought) -> None:
    answers = [path.name for path in found if path.is_file() and path.stem in sought.exercises]
    if answers:
        raise LayoutError(
            f"{folder.name} holds {listed(answers, most=3)}, which are files of one submission: "
            "name the folder that holds the students' folders, or grade this one with grade",
            str(folder),
        )
