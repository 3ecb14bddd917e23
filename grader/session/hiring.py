"""How a worker comes into being: its folder, its process and the line to it."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import interpreter
from .channel import Channel, PollChannel
from .conversation import Conversation
from .limits import Limits
from .packages import distributions
from .processes import ForkedProcess, Process, SpawnedProcess
from .pumps import PumpedChannel
from .scratch import Scratch
from .zygote import Zygote, ZygoteFault

if TYPE_CHECKING:
    from grader.intake.files import SubmittedBytes

CHECKS_PER_WORKER = 12
"""The kernel's own limit on a worker's CPU time, in checks; the parent's clock comes first."""

STREAMS = ("stdin", "stdout", "stderr")
Sink = Callable[[bytes], None]


class Hiring:
    """Starts workers in folders below ``root`` and knows those that live.

    ``zygote`` gives the process that forks them, warm with some libraries, and another one
    when that has died; without it they are spawned. ``pumped`` is for systems that cannot
    wait for several pipes at once.
    """

    def __init__(
        self,
        root: Path,
        wanted: str,
        zygote: Callable[[tuple[str, ...]], Zygote] | None,
        *,
        pumped: bool,
    ) -> None:
        self._root = root
        self._wanted = wanted
        self._zygote = zygote
        self._pumped = pumped
        self._numbers = itertools.count(1)
        self._conversations: list[Conversation] = []

    def hire(
        self,
        preload: tuple[str, ...],
        files: Sequence[SubmittedBytes],
        limits: Limits,
        sink: Sink,
    ) -> Conversation:
        """Start a worker in a fresh folder with these files; what it prints goes to ``sink``."""
        folder = Scratch(self._root / f"worker-{next(self._numbers)}", files, limits.file_mb)
        bounds = {**asdict(limits), "cpu_total_s": int(limits.cpu_s * CHECKS_PER_WORKER) + 5}
        job = {"scratch": str(folder.folder), "limits": bounds, "wanted": self._wanted}
        if self._zygote is None:
            line = self._spawned(job, preload, sink)
        else:
            line = _forked(partial(self._zygote, preload), job, sink)
        conversation = Conversation(*line, limits, folder)
        self._conversations = [held for held in self._conversations if held.alive]
        self._conversations.append(conversation)
        return conversation

    def close(self) -> None:
        """End every worker that lives."""
        for conversation in self._conversations:
            conversation.end()

    def _spawned(
        self, job: dict[str, Any], preload: tuple[str, ...], sink: Sink
    ) -> tuple[Channel, Process]:
        packages = distributions(preload)
        job = {**job, "role": "worker", "preload": list(preload), "packages": packages}
        pipe = subprocess.PIPE
        process = interpreter.start(self._root, job, stdin=pipe, stdout=pipe, stderr=pipe)
        requests, replies, output = (_taken(process, name) for name in STREAMS)
        kind = PumpedChannel if self._pumped else PollChannel
        return kind(requests, replies, output, sink), SpawnedProcess(process)


def _forked(
    zygote: Callable[[], Zygote], job: dict[str, Any], sink: Sink
) -> tuple[Channel, Process]:
    """A worker of the zygote there is, or of its successor if it turns out to be dead."""
    try:
        return _forked_from(zygote(), job, sink)
    except ZygoteFault:
        return _forked_from(zygote(), job, sink)


def _forked_from(zygote: Zygote, job: dict[str, Any], sink: Sink) -> tuple[Channel, Process]:
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


def _taken(process: subprocess.Popen[bytes], name: str) -> int:
    """The descriptor of a pipe, taken away from the process's file object."""
    with getattr(process, name) as stream:
        return os.dup(stream.fileno())
