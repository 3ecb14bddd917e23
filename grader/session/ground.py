"""The folder that holds everything of a run, and those that killed runs left."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from . import scratch
from .faults import GraderFault

try:
    import fcntl
except ImportError:  # Windows, where an open folder cannot be told from an abandoned one
    fcntl = None  # type: ignore[assignment]

UNLOCKED, LOCKED = "new-grader-", "grader-"


class Ground:
    """A folder for this user alone, as long as the context lasts; a lock on it tells others
    that we live.

    Raises GraderFault if it cannot be made.
    """

    def __init__(self) -> None:
        try:
            made = Path(os.path.realpath(tempfile.mkdtemp(prefix=UNLOCKED)))
            self._lock = _lock(made)
            # Only now may others find it: they delete what has the name, but not the lock.
            self.folder = made.rename(made.with_name(LOCKED + made.name[len(UNLOCKED) :]))
        except OSError as error:
            raise GraderFault(f"cannot make a temporary folder: {error}") from error

    def __enter__(self) -> Ground:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def clear(self) -> None:
        """Delete it, and what runs left that were killed."""
        scratch.remove(self.folder)
        clear_abandoned()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def clear_abandoned() -> None:
    """Delete what runs left that were killed."""
    for abandoned in Path(os.path.realpath(tempfile.gettempdir())).glob(f"{LOCKED}*"):
        with _claimed(abandoned) as claimed:
            if claimed:
                scratch.remove(abandoned)


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the lock on a folder; raises OSError if another has it."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _claimed(folder: Path) -> Iterator[bool]:
    """Whether a folder is of this user's and abandoned; nobody else gets it meanwhile."""
    descriptor = None
    with suppress(OSError):
        descriptor = _lock(folder)
    if descriptor is None:
        yield False
        return
    try:
        status = os.fstat(descriptor)
        yield status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) == 0o700
    finally:
        os.close(descriptor)
