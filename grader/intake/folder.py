"""Reading a folder or a single file of a submission, never through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.intake.errors import IntakeError
from grader.intake.names import is_clutter, normalised, shown
from grader.intake.shelf import Shelf

_NOT_FOLLOWED = "links and devices are not followed"
# A student's folder may change while it is read: descriptors, unlike paths, cannot be
# turned into links to somewhere else between looking and opening.
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_folder(folder: Path, shelf: Shelf) -> None:
    """Offer every file below ``folder`` to the shelf, in the order of names."""
    with _opened(_Place(folder, None), "", os.O_DIRECTORY if _BY_DESCRIPTOR else 0) as place:
        _walk(place, "", shelf)


def read_file(path: Path, shelf: Shelf) -> None:
    """Offer one file to the shelf under its own name; a link named by the user is followed."""
    shelf.offer(normalised(path.name), path.stat().st_size, lambda most: _head(path, None, 0, most))


def read_whole(path: Path, most: int) -> bytes | None:
    """At most ``most`` bytes of the file that the user named, None when it is not regular."""
    return _head(path, None, 0, most)


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder being read: by its descriptor where the system can, else by its path."""

    path: Path
    fd: int | None

    def entries(self, shelf: Shelf) -> list[os.DirEntry[str]]:
        found = []
        with os.scandir(self.path if self.fd is None else self.fd) as entries:
            for entry in entries:
                shelf.look()
                found.append(entry)
        return sorted(found, key=lambda entry: entry.name)


@contextmanager
def _opened(parent: _Place, name: str, flags: int) -> Iterator[_Place]:
    path = parent.path / name
    if not _BY_DESCRIPTOR:
        yield _Place(path, None)
        return
    fd = os.open(name or path, _READ | flags, dir_fd=parent.fd)
    try:
        yield _Place(path, fd)
    finally:
        os.close(fd)


def _walk(place: _Place, prefix: str, shelf: Shelf) -> None:
    entries = place.entries(shelf)
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return  # a virtual environment under whatever name
    for entry in entries:
        path = normalised(prefix + entry.name)
        if is_clutter(entry.name):
            continue
        if entry.is_symlink():
            shelf.leave_out(path, _NOT_FOLLOWED)
        elif entry.is_dir(follow_symlinks=False):
            _descend(place, entry.name, path, shelf)
        elif entry.is_file(follow_symlinks=False):
            _offer(place, entry, path, shelf)
        else:
            shelf.leave_out(path, _NOT_FOLLOWED)


def _descend(place: _Place, name: str, path: str, shelf: Shelf) -> None:
    if path.count("/") + 1 >= shelf.bounds.depth:
        shelf.leave_out(path, f"more than {shelf.bounds.depth} folders deep")
        return
    flags = (os.O_DIRECTORY | _NO_FOLLOW) if _BY_DESCRIPTOR else 0
    try:
        with _opened(place, name, flags) as inner:
            _walk(inner, path + "/", shelf)
    except OSError as error:
        shelf.leave_out(path, f"folder cannot be read: {error.strerror}")


def _offer(place: _Place, entry: os.DirEntry[str], path: str, shelf: Shelf) -> None:
    name: str | Path = entry.name if place.fd is not None else place.path / entry.name
    try:
        size = entry.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise IntakeError(f"{shown(path)} vanished while it was read. Try again.", path) from error
    shelf.offer(path, size, lambda most: _head(name, place.fd, _NO_FOLLOW, most))


def _head(name: str | Path, parent: int | None, flags: int, most: int) -> bytes | None:
    fd = os.open(name, _READ | flags, dir_fd=parent)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        return file.read(most)
