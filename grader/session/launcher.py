"""Starts workers, keeps count of them and cleans up after them."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from grader.intake.files import SubmittedBytes
from grader.report.records import Isolation

from . import interpreter, scratch
from .budget import Budget
from .channel import Channel, PollChannel
from .conversation import Conversation
from .faults import GraderFault, StudentFault
from .limits import Limits
from .processes import ForkedProcess, Process, SpawnedProcess
from .pumps import PumpedChannel
from .scratch import Scratch
from .session import Session
from .source import Source
from .worker import confinement
from .zygote import Zygote

CHECKS_PER_WORKER = 12
"""The kernel's own limit on a worker's CPU time, in checks; the parent's clock comes first."""

PYPLOT = ("matplotlib.pyplot",)
NBFORMAT = ("nbformat",)
STREAMS = ("stdin", "stdout", "stderr")
NOTES = {
    "full": "Student code could reach nothing but a private folder.",
    "partial": "Student code ran in a process of its own, only partly confined.",
    "process": "Student code ran in a process of its own, not confined further.",
}
Sink = Callable[[bytes], None]


class Launcher:
    """Hands out sessions; use it as a context manager, everything it started ends with it.

    ``isolation`` is what to ask of confinement (as much as there is, by default); what was
    reached is the property ``isolation``. ``start`` is how workers start: forked from a warm
    zygote on Linux, spawned elsewhere.
    """

    def __init__(
        self,
        isolation: Literal["full", "process"] | None = None,
        start: Literal["fork", "spawn"] | None = None,
    ) -> None:
        _hide_memory()
        self._wanted = isolation or "full"
        self._forks = (start or _usual_start()) == "fork"
        self._pumped = os.name == "nt"
        self._zygotes: dict[tuple[str, ...], Zygote] = {}
        self._conversations: list[Conversation] = []
        self._numbers = itertools.count(1)
        self._turn = threading.Lock()
        self._root = _temporary_folder()
        self._kit = self._root / "kit"
        try:
            interpreter.write_kit(self._kit)
            if self._forks:
                self._zygote(())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Launcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill every worker and delete every file of theirs."""
        try:
            for conversation in self._conversations:
                with suppress(GraderFault):  # its zygote is gone, and so is the worker
                    conversation.end()
        finally:
            for zygote in self._zygotes.values():
                zygote.close()
            scratch.remove(self._root)

    @cached_property
    def isolation(self) -> Isolation:
        """What confines workers here, found out by trying to break out of one."""
        outside = self._root / "outside"
        outside.mkdir(exist_ok=True)
        canary = outside / "canary"
        canary.write_text("not for workers")
        conversation, budget = self._hire((), (), Limits(), lambda data: None), Budget(Limits())
        try:
            parts = conversation.greet()
            arguments = {"canary": str(canary), "outside": str(outside), "victim": os.getpid()}
            tested = conversation.ask("self_test", arguments, budget, _no_remote, _no_leaf).value
        except StudentFault as fault:
            raise GraderFault(f"the self-test of confinement failed: {fault.text}") from fault
        finally:
            conversation.end()
        parts = {**parts, **tested}
        level = confinement.level(parts)
        return Isolation(level, parts, NOTES[level])

    def session(
        self,
        source: Source,
        files: Sequence[SubmittedBytes],
        *,
        limits: Limits,
        seed: int,
        preload: tuple[str, ...] = (),
        fixtures: str = "",
    ) -> Session:
        """A session for one exercise; its worker starts with the first request."""
        if self._forks:
            preload = preload or _wanted_libraries(files)
            self._zygote(preload)
        hire = partial(self._hire, preload, files, limits)
        return Session(source, hire, limits=limits, seed=seed, fixtures=fixtures)

    def read_notebooks(self, files: Sequence[SubmittedBytes], limits: Limits) -> Any:
        """What the worker's reader finds in the files: plain data, not to be trusted.

        None if reading them ends or exhausts the worker.
        """
        notebooks = any(file.path.lower().endswith(".ipynb") for file in files)
        conversation = self._hire(NBFORMAT if notebooks else (), (), limits, lambda data: None)
        try:
            conversation.greet()
            budget = Budget(limits)
            budget.follow(conversation.cpu_s)
            arguments = {"files": {file.path: file.data for file in files}}
            answer = conversation.ask("read_sources", arguments, budget, _no_remote, _no_leaf)
            return answer.value
        except StudentFault:
            return None
        finally:
            conversation.end()

    def _zygote(self, preload: tuple[str, ...]) -> Zygote:
        with self._turn:
            if preload not in self._zygotes:
                self._zygotes[preload] = Zygote(self._kit, preload)
            return self._zygotes[preload]

    def _hire(
        self,
        preload: tuple[str, ...],
        files: Sequence[SubmittedBytes],
        limits: Limits,
        sink: Sink,
    ) -> Conversation:
        """Start a worker in a fresh folder with these files."""
        folder = Scratch(self._root / f"worker-{next(self._numbers)}", files, limits.file_mb)
        bounds = {**asdict(limits), "cpu_total_s": int(limits.cpu_s * CHECKS_PER_WORKER) + 5}
        job = {"scratch": str(folder.folder), "limits": bounds, "wanted": self._wanted}
        start = self._fork if self._forks else self._spawn
        conversation = Conversation(*start(job, preload, sink), limits, folder)
        self._conversations = [held for held in self._conversations if held.alive]
        self._conversations.append(conversation)
        return conversation

    def _fork(
        self, job: dict[str, Any], preload: tuple[str, ...], sink: Sink
    ) -> tuple[Channel, Process]:
        zygote = self._zygote(preload)
        ours, theirs = socket.socketpair()
        output, printed = os.pipe()
        try:
            pid, pidfd = zygote.fork(job, theirs.fileno(), printed)
        except BaseException:
            ours.close()
            os.close(output)
            raise
        finally:
            theirs.close()
            os.close(printed)
        line = ours.detach()
        return PollChannel(line, line, output, sink), ForkedProcess(zygote, pid, pidfd)

    def _spawn(
        self, job: dict[str, Any], preload: tuple[str, ...], sink: Sink
    ) -> tuple[Channel, Process]:
        job = {**job, "role": "worker", "preload": list(preload), "packages": list(preload)}
        pipe = subprocess.PIPE
        process = interpreter.start(self._kit, job, stdin=pipe, stdout=pipe, stderr=pipe)
        kind = PumpedChannel if self._pumped else PollChannel
        requests, replies, output = (_taken(process, name) for name in STREAMS)
        return kind(requests, replies, output, sink), SpawnedProcess(process)


def _taken(process: subprocess.Popen[bytes], name: str) -> int:
    """The descriptor of a pipe, taken away from the process's file object."""
    with getattr(process, name) as stream:
        return os.dup(stream.fileno())


def _wanted_libraries(files: Sequence[SubmittedBytes]) -> tuple[str, ...]:
    """What is worth importing before the fork; a wrong guess costs time, nothing else."""
    return PYPLOT if any(b"matplotlib" in file.data for file in files) else ()


def _no_remote(handle: int, kind: str) -> Any:
    raise StudentFault("bad-reply", "a value that is not plain data")


def _no_leaf(value: Any) -> Any:
    raise TypeError(f"a {type(value).__name__} cannot be sent to a worker")


def _temporary_folder() -> Path:
    try:
        return Path(os.path.realpath(tempfile.mkdtemp(prefix="grade-")))
    except OSError as error:
        raise GraderFault(f"cannot make a temporary folder: {error}") from error


def _usual_start() -> Literal["fork", "spawn"]:
    """Forking needs Linux, and a kernel that has descriptors for processes (5.3)."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.close(os.pidfd_open(os.getpid()))
            return "fork"
    return "spawn"


def _hide_memory() -> None:
    """Keep this process's memory from others of the same user, where Linux allows that."""
    if sys.platform == "linux":
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)
