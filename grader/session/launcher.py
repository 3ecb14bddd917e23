"""Starts workers, keeps count of them and cleans up after them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from .faults import GraderFault, StudentFault
from .ground import Ground
from .limits import Limits
from .zygote import Zygote

# What needs NumPy, or is slow to import for another reason, is imported where it is used:
# by then the zygote is busy importing NumPy too.
if TYPE_CHECKING:
    from grader.intake.files import SubmittedBytes
    from grader.report.records import Isolation

    from .conversation import Conversation
    from .hiring import Hiring
    from .session import Session
    from .source import Source

ALWAYS = ("numpy", "matplotlib")
"""Modules that every worker can read."""

PYPLOT = ("matplotlib.pyplot",)
NBFORMAT = ("nbformat",)
NOTES = {
    "full": "Student code could reach nothing but a private folder.",
    "partial": "Student code ran in a process of its own, only partly confined.",
    "process": "Student code ran in a process of its own, not confined further.",
}


class Launcher:
    """Hands out sessions; use it as a context manager, everything it started ends with it.

    ``isolation`` is what to ask of confinement (as much as there is, by default); what was
    reached is the property ``isolation``. ``start`` is how workers start: forked from a warm
    zygote on Linux, spawned elsewhere. Make it early: it starts that zygote at once and
    waits for it only when it needs a worker. A zygote that was killed takes its workers
    along, which is the grader's fault; the next worker comes from a new one.
    """

    def __init__(
        self,
        isolation: Literal["full", "process"] | None = None,
        start: Literal["fork", "spawn"] | None = None,
    ) -> None:
        self._wanted = isolation or "full"
        self._forks = (start or _usual_start()) == "fork"
        self._pumped = os.name == "nt"
        self._zygotes: dict[tuple[str, ...], Zygote] = {}
        self._turn = threading.Lock()
        self._hiring: Hiring | None = None
        self._isolation: Isolation | None = None
        self._reader: tuple[Conversation, Sequence[SubmittedBytes]] | None = None
        self._ground = Ground()
        self._root = self._ground.folder
        try:
            if self._forks:
                self._zygote(())
            _hide_memory()
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
            if self._hiring is not None:
                self._hiring.close()
        finally:
            for zygote in self._zygotes.values():
                zygote.hang_up()  # all at once: each takes a while
            for zygote in self._zygotes.values():
                zygote.close()
            self._ground.clear()

    @property
    def isolation(self) -> Isolation:
        """What confines workers here, found out by trying to break out of one."""
        if self._isolation is None:
            conversation = self._hire((), (), Limits(), _unheard)
            try:
                self._isolation = self._tried(conversation, conversation.greet())
            finally:
                conversation.end()
        return self._isolation

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
        from .session import Session

        further = _further(source.imports or ())
        if self._forks:
            preload = preload or _wanted_libraries(source, files)
            self._zygote((*preload, *further))
        hire = partial(self._employ, (*preload, *further), files, limits)
        return Session(source, hire, limits=limits, seed=seed, fixtures=fixtures)

    def read_notebooks(self, files: Sequence[SubmittedBytes], limits: Limits) -> Any:
        """What the worker's reader finds in the files: plain data, not to be trusted.

        None if reading them ends or exhausts the worker.
        """
        if self._reader is not None:
            self._reader[0].end()
            self._reader = None
        notebooks = any(file.path.lower().endswith(".ipynb") for file in files)
        conversation = self._hire(NBFORMAT if notebooks else (), (), limits, _unheard)
        with ExitStack() as ending:
            ending.callback(conversation.end)
            parts = conversation.greet()
            if self._isolation is None:  # one worker less to start
                self._isolation = self._tried(conversation, parts)
            try:
                arguments = {"files": {file.path: file.data for file in files}}
                told = conversation.ask_plain("read_sources", arguments, limits)
            except StudentFault:
                return None
            if not notebooks:
                self._reader = conversation, files
                ending.pop_all()
        return told

    def _tried(self, conversation: Conversation, parts: dict[str, bool]) -> Isolation:
        """What a new worker, which reports ``parts`` of its confinement, cannot break out of."""
        from grader.report.records import Isolation

        from .worker import confinement

        outside = self._root / "outside"
        outside.mkdir(exist_ok=True)
        canary = outside / "canary"
        canary.write_text("not for workers")
        # One lies where all workers have their folders, the other where Python's packages may lie.
        canaries = [str(canary), __file__]
        arguments = {"canaries": canaries, "outside": str(outside), "victim": os.getpid()}
        try:
            tested = conversation.ask_plain("self_test", arguments, Limits())
        except StudentFault as fault:
            raise GraderFault(f"the self-test of confinement failed: {fault.text}") from fault
        parts = {**parts, **tested}
        level = confinement.level(parts)
        return Isolation(level, parts, NOTES[level])

    def _zygote(self, preload: tuple[str, ...]) -> Zygote:
        with self._turn:
            zygote = self._zygotes.get(preload)
            if zygote is not None and zygote.alive:
                return zygote
            if zygote is not None:  # killed from outside, most likely for memory
                zygote.close()
            new = self._zygotes[preload] = Zygote(self._root, preload)
            return new

    def _employ(
        self,
        preload: tuple[str, ...],
        files: Sequence[SubmittedBytes],
        limits: Limits,
        sink: Callable[[bytes], None],
    ) -> Conversation:
        """The worker that has read these files and run none of them, or a new one."""
        idle, self._reader = self._reader, None
        if idle is not None:
            reader, known = idle
            ours = not preload and all(file in files for file in known)
            if ours and reader.takes_on(files, limits, sink):
                return reader
            reader.end()
        return self._hire(preload, files, limits, sink)

    def _hire(
        self,
        preload: tuple[str, ...],
        files: Sequence[SubmittedBytes],
        limits: Limits,
        sink: Callable[[bytes], None],
    ) -> Conversation:
        """Start a worker in a fresh folder with these files."""
        from .hiring import Hiring

        if self._hiring is None:
            zygote = self._zygote if self._forks else None
            self._hiring = Hiring(self._root, self._wanted, zygote, pumped=self._pumped)
        return self._hiring.hire(preload, files, limits, sink)


def _wanted_libraries(source: Source, files: Sequence[SubmittedBytes]) -> tuple[str, ...]:
    """What is worth importing before the fork; a wrong guess costs time, nothing else."""
    data = {file.path: file.data for file in files}
    seen, waiting = set[str](), [source.path]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        text = data.pop(path, b"")
        if b"matplotlib" in text:
            return PYPLOT
        waiting += [other for other in data if other not in seen and _module(other) in text]
    return ()


def _module(path: str) -> bytes:
    """The name by which other files import this one."""
    return path.rpartition("/")[2].partition(".")[0].encode()


def _further(imports: Sequence[str]) -> tuple[str, ...]:
    """Of what may be imported, the modules that not every worker can read."""
    return tuple(sorted(name for name in imports if name not in ALWAYS))


def _unheard(data: bytes) -> None:
    """Where the output goes of a worker that runs no student's code."""


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
