"""Worker processes as the parent holds them: their clock and their end."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from typing import Protocol

from .unlinked import unlinked_bytes
from .zygote import Zygote, ZygoteFault


class Process(Protocol):
    """A running worker."""

    def cpu_s(self) -> float | None:
        """CPU seconds used so far; None where the system does not tell."""

    def delayed_s(self) -> float:
        """Seconds for which it was ready to run and others had the cores; 0 where unknown."""

    def threads(self) -> int:
        """How many threads it has now; 0 where the system does not tell."""

    def unlinked(self, folder: str, largest: int) -> int:
        """Bytes of deleted files below ``folder`` that it still holds; see unlinked_bytes."""

    def end(self, grace_s: float = 0.0) -> int | None:
        """Kill it and what it started, unless it ends by itself within the grace.

        Returns the exit code, negative for a signal; None if it had to be killed. Raises
        GraderFault if, after some grace, the exit code cannot be known.
        """


class ForkedProcess:
    """A worker that a zygote forked; the zygote buries it."""

    def __init__(self, zygote: Zygote, pid: int, pidfd: int) -> None:
        self._zygote, self._pid, self._pidfd = zygote, pid, pidfd
        # The kernel's CPU clock of a whole process, see clock_getcpuclockid(3). The pid is
        # not reused before the zygote buries it.
        self._clock = (~pid << 3) | 2
        self._delays = _Delays(pid)

    def cpu_s(self) -> float | None:
        """See Process."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def delayed_s(self) -> float:
        """See Process."""
        return self._delays.seconds()

    def threads(self) -> int:
        """See Process."""
        return _threads(self._pid)

    def unlinked(self, folder: str, largest: int) -> int:
        """See Process."""
        return unlinked_bytes(self._pid, folder, largest)

    def end(self, grace_s: float = 0.0) -> int | None:
        """See Process."""
        self._delays.close()
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        ended = bool(poll.poll(1000 * grace_s))
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            pass
        finally:
            os.close(self._pidfd)
        try:
            status = self._zygote.bury(self._pid)
        except ZygoteFault:  # the worker died with its zygote: nobody knows what it died of
            if grace_s:
                raise
            return None
        return os.waitstatus_to_exitcode(status) if ended else None


class SpawnedProcess:
    """A worker started as a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._delays = _Delays(process.pid)

    def cpu_s(self) -> float | None:
        """See Process."""
        if not hasattr(time, "clock_gettime") or not os.path.exists("/proc/self"):
            return None
        try:
            return time.clock_gettime((~self._process.pid << 3) | 2)
        except OSError:
            return None

    def delayed_s(self) -> float:
        """See Process."""
        return self._delays.seconds()

    def threads(self) -> int:
        """See Process."""
        return _threads(self._process.pid)

    def unlinked(self, folder: str, largest: int) -> int:
        """See Process."""
        return unlinked_bytes(self._process.pid, folder, largest)

    def end(self, grace_s: float = 0.0) -> int | None:
        """See Process."""
        self._delays.close()
        try:
            return self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _kill_group(self._process)
            self._process.wait()


class _Delays:
    """The run-queue delay of a process, as /proc/PID/schedstat has it: asked for in every check.

    See Documentation/scheduler/sched-stats.rst of the kernel.
    """

    def __init__(self, pid: int) -> None:
        self._file: int | None = None
        with suppress(OSError):
            self._file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)

    def seconds(self) -> float:
        """The delay so far; 0 where the system does not tell."""
        if self._file is None:
            return 0.0
        try:
            return int(os.pread(self._file, 100, 0).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def close(self) -> None:
        """Give the descriptor back; there is no more to learn."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _threads(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[17])
    except (OSError, IndexError, ValueError):
        return 0


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and, where there are process groups, its children."""
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        return
