"""Files that a worker has deleted and still holds: they take up room and no folder shows them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

DELETED = " (deleted)"


def unlinked_bytes(pid: int, folder: str, largest: int) -> int:
    """Bytes of deleted files below ``folder`` that process ``pid`` has open or mapped.

    A mapped file's size is not told, so it counts as ``largest``. 0 where the system does not
    tell, or only to root: unconfined workers keep their memory and descriptors to themselves.
    """
    opened = dict(_opened(pid, folder))
    mapped = set(_mapped(pid, folder)) - set(opened)
    return sum(opened.values()) + len(mapped) * largest


def _opened(pid: int, folder: str) -> Iterator[tuple[int, int]]:
    """Inode and size of each."""
    descriptors = f"/proc/{pid}/fd"
    with suppress(OSError):
        for name in os.listdir(descriptors):
            with suppress(OSError):
                path = os.readlink(f"{descriptors}/{name}")
                if path.startswith(folder) and path.endswith(DELETED):
                    status = os.stat(f"{descriptors}/{name}")
                    yield status.st_ino, status.st_size


def _mapped(pid: int, folder: str) -> Iterator[int]:
    """Inode of each. A line is: addresses, rights, offset, device, inode, path."""
    within = os.fsencode(folder)
    with suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:
        text = file.read()
        if within not in text:
            return
        for line in text.splitlines():
            if within in line and line.endswith(DELETED.encode()):
                yield int(line.split(maxsplit=5)[4])
