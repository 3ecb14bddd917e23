"""The zygote: a clean, warm process of our own that forks a worker per request.

It never runs a student's byte and holds nothing worth stealing. It hears requests on one
inherited socket and dies, with all its workers, when that socket closes.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import time
from typing import Any

from . import confinement, main
from .readable import readable_paths

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 1, 4, 36
ENDING_S = 2.0


class Zygote:
    """Forks workers and buries them."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = job
        self._control = socket.socket(fileno=0)
        self._workers: set[int] = set()
        self._libc = ctypes.CDLL(None)

    def run(self) -> None:
        """Serve until the parent hangs up; then nothing of ours is left running."""
        self._libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        readable = readable_paths(self._job["packages"])
        self._prepared = confinement.prepare(readable, os.getcwd())
        # Once here instead of in every worker, which then has little left to drop.
        confinement.drop_capabilities()
        self._tell({"ready": True})
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 2)
            if not message:
                break
            request = json.loads(message)
            if request["op"] == "fork":
                self._fork(request, descriptors)
            else:
                self._tell({"status": self._end(request["pid"])})
        for pid in list(self._workers):
            self._end(pid)
        main.leave(0)  # somebody waits, and taking NumPy apart in order takes longest of all

    def _tell(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
        socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)

    def _fork(self, request: dict[str, Any], descriptors: list[int]) -> None:
        try:
            pid = os.fork()
        except OSError as error:
            self._tell({"error": f"cannot start a process: {error.strerror}"})
            return
        if pid == 0:
            self._become_worker(request, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self._workers.add(pid)
        watch = os.pidfd_open(pid)
        self._tell({"pid": pid}, (watch,))
        os.close(watch)

    def _become_worker(self, request: dict[str, Any], rpc: int, output: int) -> None:
        """In the child: leave everything of the zygote behind. Never returns."""
        try:
            os.setsid()
            self._libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            null = os.open(os.devnull, os.O_RDONLY)
            for source, target in ((null, 0), (output, 1), (output, 2)):
                os.dup2(source, target)
            main.devoted(request, rpc, rpc, self._prepared)
        finally:
            main.leave(1)

    def _end(self, pid: int) -> int:
        """Kill a worker and everything that it started; its wait status."""
        _kill(pid)
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1] if pid in self._workers else 0
        self._workers.discard(pid)
        self._kill_strays()
        return status

    def _kill_strays(self) -> None:
        """What a worker had forked is now our child; it may still be forking."""
        deadline = time.monotonic() + ENDING_S
        while time.monotonic() < deadline:
            strays = _children() - self._workers
            if not strays:
                return
            for pid in strays:
                _kill(pid)
                _reap(pid)


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _reap(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.waitpid(pid, 0)


def _children() -> set[int]:
    """Our child processes, running or dead."""
    own = os.getpid()
    try:
        with open(f"/proc/self/task/{own}/children") as file:
            return {int(pid) for pid in file.read().split()}
    except OSError:
        everyone = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        return {pid for pid in everyone if _parent(pid) == own}


def _parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0
