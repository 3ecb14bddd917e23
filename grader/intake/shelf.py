"""The files of a submission as they come in, kept within bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.intake.errors import IntakeError
from grader.intake.files import SubmittedBytes
from grader.intake.names import (
    collision_key,
    is_clutter,
    is_gradable,
    is_notebook,
    listed,
    shown,
    unusable,
)

Read = Callable[[int], "bytes | None"]
"""Reads at most so many bytes of a file; None when it is no regular file after all."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a submission is taken in. Sizes in bytes."""

    files: int = 200
    file_bytes: int = 1_000_000
    notebook_bytes: int = 20_000_000  # their outputs hold pictures
    total_bytes: int = 50_000_000
    entries: int = 20_000  # names looked at, clutter included
    depth: int = 10
    archive_bytes: int = 50_000_000
    unpacked_bytes: int = 200_000_000  # of a compressed stream, clutter included

    def of(self, path: str) -> int:
        """The largest size of the file of this name."""
        return self.notebook_bytes if is_notebook(path) else self.file_bytes


class Shelf:
    """Admits files one by one; a bound passed is an IntakeError or a remark.

    Files that can hold answers are never dropped silently: too many or too large ones are
    refused. Other files are left out with a remark when they do not fit. With ``strict``
    (archives) two names that one file system could take for one file are refused as well.
    """

    def __init__(self, bounds: Bounds, *, strict: bool) -> None:
        self.bounds = bounds
        self._strict = strict
        self._entries = 0
        self._files: dict[str, SubmittedBytes] = {}
        self._left_out: dict[str, list[str]] = {}

    def look(self) -> None:
        """Count one more entry of the folder or archive."""
        self._entries += 1
        if self._entries > self.bounds.entries:
            raise IntakeError(
                f"The submission has more than {self.bounds.entries:,} entries. "
                "Hand in only the folder with the exercise files."
            )

    def leave_out(self, path: str, reason: str) -> None:
        """Remember that the file is not part of what is graded, and why."""
        self._left_out.setdefault(reason, []).append(path)

    def offer(self, path: str, size: int, read: Read) -> None:
        """Admit the file at ``path`` (relative, normalised) of the declared size, if it fits."""
        if any(is_clutter(part) for part in path.split("/")):
            return
        reason = unusable(path, self.bounds.depth)
        if reason is not None:
            self.leave_out(path, reason)
        elif self._is_new(path) and self._fits(path, size):
            self._admit(path, read)

    def files(self) -> tuple[SubmittedBytes, ...]:
        """What was admitted, sorted by path."""
        files = sorted(self._files.values(), key=lambda file: file.path)
        if self._strict:
            _refuse_files_that_are_folders(files)
        return tuple(self._without_overweight(files))

    def remarks(self) -> tuple[str, ...]:
        """One sentence per reason for which files were left out."""
        return tuple(
            f"Left out: {listed(names)} ({reason})." for reason, names in self._left_out.items()
        )

    def _is_new(self, path: str) -> bool:
        other = self._files.get(collision_key(path))
        if other is None:
            return True
        if self._strict or is_gradable(path):
            raise _collision(other.path, path)
        self.leave_out(path, "its name differs from another file's only in case")
        return False

    def _fits(self, path: str, size: int) -> bool:
        limit = self.bounds.of(path)
        alike = [f for f in self._files.values() if is_gradable(f.path) == is_gradable(path)]
        if size > limit:
            return self._too_much(path, f"larger than {_megabytes(limit)}")
        if len(alike) >= self.bounds.files:
            return self._too_much(path, f"more than {self.bounds.files} files")
        if sum(len(f.data) for f in alike) + size > self.bounds.total_bytes:
            limit = self.bounds.total_bytes
            return self._too_much(path, f"more than {_megabytes(limit)} together")
        return True

    def _too_much(self, path: str, what: str) -> bool:
        if not is_gradable(path):
            self.leave_out(path, what)
            return False
        advice = (
            "Clear the notebook's outputs, save it and hand it in again."
            if is_notebook(path)
            else "Hand in only the exercise files, without data."
        )
        raise IntakeError(f"{shown(path)}: {what}. {advice}", path)

    def _admit(self, path: str, read: Read) -> None:
        try:
            data = read(self.bounds.of(path) + 1)
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            if is_gradable(path):
                raise IntakeError(
                    f"{shown(path)} {reason}. Make it readable and try again.", path
                ) from error
            self.leave_out(path, reason)
            return
        if data is None:
            self.leave_out(path, "links and devices are not followed")
        elif self._fits(path, len(data)):
            self._files[collision_key(path)] = SubmittedBytes(path, data)

    def _without_overweight(self, files: list[SubmittedBytes]) -> list[SubmittedBytes]:
        count, size = len(files), sum(len(file.data) for file in files)
        kept = list(files)
        for file in reversed(files):
            if count <= self.bounds.files and size <= self.bounds.total_bytes:
                break
            if not is_gradable(file.path):
                kept.remove(file)
                count, size = count - 1, size - len(file.data)
                self.leave_out(file.path, "too many files")
        return kept


def _refuse_files_that_are_folders(files: list[SubmittedBytes]) -> None:
    keys = {collision_key(file.path): file.path for file in files}
    for file in files:
        parts = file.path.split("/")
        for end in range(1, len(parts)):
            other = keys.get(collision_key("/".join(parts[:end])))
            if other is not None:
                raise _collision(other, file.path)


def _collision(first: str, second: str) -> IntakeError:
    what = (
        f"{shown(first)} is in the submission twice"
        if first == second
        else f"{shown(first)} and {shown(second)} are one name on many computers"
    )
    return IntakeError(f"{what}. Keep the one that is to be graded.", second)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"
