"""The private folder of one worker: a copy of the submission that it may spoil."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .faults import GraderFault

if TYPE_CHECKING:
    from grader.intake.files import SubmittedBytes

FILES = 4
"""A worker may write this many files of the largest size, or more of less."""
LOOK_S = 0.05
"""How often to see how much is free on the disk, which costs next to nothing."""
SEARCH_S, SEARCHING = 0.5, 0.002
"""A search comes after this long at the earliest, and takes at most this share of the time. A disk
that fills up has it come at once; links, empty files and holes in files need no room on it."""
LONGEST_PATH = 3_800
"""Bytes; the kernel takes no more than 4,096, and a file's name may have 255."""


class Scratch:
    """A worker's folder, for this user alone, with the submission's files in it.

    Raises GraderFault if it cannot be made.
    """

    def __init__(self, folder: Path, files: Sequence[SubmittedBytes], file_mb: int) -> None:
        self.folder = folder
        self._largest = file_mb << 20
        self._room = FILES * self._largest
        self._next_look = time.monotonic() + LOOK_S
        self._next_search = time.monotonic() + SEARCH_S
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise self._failure(error) from error
        self.add(files)
        self._free = free(folder)

    def add(self, files: Sequence[SubmittedBytes]) -> None:
        """Put the submission's files in. Raises GraderFault if that fails."""
        self._room += sum(4096 + len(file.data) for file in files)
        try:
            for file in files:
                *folders, _ = parts = file.path.split("/")
                if folders:
                    self.folder.joinpath(*folders).mkdir(parents=True, exist_ok=True)
                with open(os.path.join(self.folder, *parts), "wb") as copy:
                    copy.write(file.data)
        except OSError as error:
            raise self._failure(error) from error

    def _failure(self, error: OSError) -> GraderFault:
        return GraderFault(f"cannot copy the submission to {self.folder}: {error}")

    def is_due(self) -> bool:
        """Whether the last look is long enough ago."""
        return time.monotonic() >= self._next_look

    def overflows(self, unlinked: Callable[[str, int], int]) -> bool:
        """Whether more was written than a student may.

        ``unlinked`` tells how much of it, below a folder, has been deleted and is still held.
        """
        start, left = time.monotonic(), free(self.folder)
        self._next_look = start + LOOK_S
        if start < self._next_search and self._free - left < self._room // 4:
            return False
        held = unlinked(f"{self.folder}/", self._largest)
        full = held + size(self.folder, self._room) >= self._room
        self._free, end = left, time.monotonic()
        self._next_search = end + max(SEARCH_S, (end - start) / SEARCHING)
        return full

    def remove(self) -> None:
        """Delete it with all that it holds."""
        remove(self.folder)


def remove(folder: Path) -> None:
    """Delete a folder whatever a student's code has made of it.

    Folders within are first moved up to the top, so that no path gets long however deep
    they lie; folders without permissions are given some. What cannot be deleted is left.
    """
    number = 0
    while True:
        inner = [entry for entry in _entries(folder) if not _unlink(entry)]
        if not inner:
            break
        for entry in inner:
            _open_up(entry.path)
            for deeper in _entries(Path(entry.path)):
                if not _unlink(deeper):
                    number += 1
                    _open_up(deeper.path)
                    _quietly_rename(deeper.path, os.path.join(folder, f"..{number}"))
            _rmdir(entry.path)
        if {entry.path for entry in inner} == {entry.path for entry in _entries(folder)}:
            break
    _rmdir(str(folder))


def free(folder: Path) -> int:
    """Bytes that are free on a folder's disk; 0 if nobody knows."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def size(folder: Path, enough: int) -> int:
    """Bytes of the files in a folder, counted until they are ``enough``; links not followed.

    A folder that lies too deep to be looked into counts as ``enough`` by itself.
    """
    total, waiting = 0, [folder]
    while waiting and total < enough:
        inner = waiting.pop()
        if len(os.fsencode(inner)) >= LONGEST_PATH:
            return enough
        for entry in _entries(inner):
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            # An empty file costs something too: an inode.
            total += max(4096, status.st_size)
            if stat.S_ISDIR(status.st_mode):
                waiting.append(Path(entry.path))
    return total


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _unlink(entry: os.DirEntry[str]) -> bool:
    """Delete what is not a folder; whether that is done with."""
    if entry.is_dir(follow_symlinks=False):
        return False
    for _ in range(2):
        try:
            os.unlink(entry.path)
        except OSError:
            _open_up(entry.path)
        else:
            break
    return True


def _open_up(path: str) -> None:
    try:
        os.chmod(path, 0o700)
    except OSError:
        return


def _rmdir(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError:
        return


def _quietly_rename(source: str, target: str) -> None:
    try:
        os.rename(source, target)
    except OSError:
        return
