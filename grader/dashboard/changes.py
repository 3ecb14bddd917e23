"""What changed from one attempt to the next, line beside line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from grader.gradebook import Attempt
from grader.report.text import clean_line

MOST_LINES = 2_000
LONGEST_LINE = 400
CONTEXT = 3

Kind = Literal["same", "changed", "removed", "added", "gap"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the earlier text beside one of the later; numbers count from 1, 0 is none."""

    kind: Kind
    left_number: int = 0
    left: str = ""
    right_number: int = 0
    right: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file in two attempts."""

    path: str
    what: Literal["changed", "added", "removed"]
    lines: tuple[Line, ...]


def file_changes(before: Attempt, after: Attempt) -> list[FileChange]:
    """The files that differ between two attempts, sorted by path."""
    old, new = _texts(before), _texts(after)
    found = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        what: Literal["changed", "added", "removed"] = (
            "added" if path not in old else "removed" if path not in new else "changed"
        )
        found.append(FileChange(path, what, tuple(beside(old.get(path, []), new.get(path, [])))))
    return found


def _texts(attempt: Attempt) -> dict[str, list[str]]:
    return {
        clean_line(content.file.path, LONGEST_LINE): _lines(content.data)
        for content in attempt.contents
    }


def _lines(data: bytes | None) -> list[str]:
    if data is None:
        return ["(too large to keep)"]
    lines = data.decode("utf-8", "replace").splitlines()
    # Cleaning takes runs of blanks away, which are Python's indentation.
    return [
        " " * (len(line) - len(line.lstrip())) + clean_line(line, LONGEST_LINE)
        for line in (each.expandtabs(4)[:LONGEST_LINE] for each in lines[:MOST_LINES])
    ]


def beside(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """The lines of two texts beside each other, long runs of equal ones left out."""
    matcher = SequenceMatcher(None, old, new, autojunk=True)
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if number:
            yield Line("gap")
        for tag, i, j, k, m in group:
            for offset, (left, right) in enumerate(zip_longest(old[i:j], new[k:m])):
                yield _line(tag, i + offset + 1, left, k + offset + 1, right)


def _line(tag: str, i: int, left: str | None, k: int, right: str | None) -> Line:
    if right is None:
        return Line("removed", i, left or "")
    if left is None:
        return Line("added", 0, "", k, right)
    return Line("same" if tag == "equal" else "changed", i, left, k, right)
