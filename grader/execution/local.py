"""Grading on this machine: one process per core, each with warm workers of its own.

A Launcher serves one thread, and judging holds Python's lock, so lanes are processes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import cast

from grader.session import clear_abandoned

from .jobs import Job, Outcome, Problem, Settings
from .lane import serve

AHEAD = 2
"""Jobs that a lane has at once: one being graded, and the next, so that it never waits for us."""
ATTEMPTS = 2
ENDING_S = 1.5
"""What lanes get to end their workers in order, before they are killed."""


@dataclass(eq=False, slots=True)
class _Lane:
    """A process and the jobs it has, the one being graded first."""

    process: SpawnProcess
    line: Connection
    core: int | None
    jobs: deque[Job] = field(default_factory=deque)


class LocalExecutor:
    """See Executor. ``lanes`` is the number of processes; as many as cores if left out.

    A job whose process dies is tried once more in another. Whatever way ``run`` ends, its
    processes and their files are gone then; it needs less than two seconds for that.
    """

    def __init__(self, settings: Settings, lanes: int | None = None) -> None:
        self._settings = settings
        self._count = lanes or len(_cores()) or os.cpu_count() or 1

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """See Executor."""
        run = _Run(self._settings, self._count, iter(jobs))
        try:
            yield from run.outcomes()
        finally:
            run.end()


class _Run:
    """The lanes of one run, and the jobs that are on their way."""

    def __init__(self, settings: Settings, count: int, jobs: Iterator[Job]) -> None:
        self._settings = settings
        self._count = count
        self._jobs = jobs
        self._again: deque[Job] = deque()
        self._deaths: dict[str, int] = {}
        self._lanes: list[_Lane] = []

    def outcomes(self) -> Iterator[Outcome]:
        """Every job's outcome, as they come."""
        while self._hand_out():
            busy = {lane.line: lane for lane in self._lanes if lane.jobs}
            for line in wait(list(busy)):
                yield from self._heard(busy[cast(Connection, line)])

    def end(self) -> None:
        """End all lanes at once; those that do not go are killed."""
        for lane in self._lanes:
            lane.process.terminate()
        deadline = time.monotonic() + ENDING_S
        for lane in self._lanes:
            lane.process.join(max(0.0, deadline - time.monotonic()))
        killed = [lane for lane in self._lanes if lane.process.exitcode is None]
        for lane in self._lanes:
            lane.process.kill()
            lane.process.join()
            lane.line.close()
        self._lanes.clear()
        if killed or self._deaths:
            clear_abandoned()

    def _hand_out(self) -> bool:
        """Give every lane enough to do; whether anything is on its way."""
        for _ in range(AHEAD):
            for place in range(self._count):
                if place < len(self._lanes) and len(self._lanes[place].jobs) >= AHEAD:
                    continue
                job = self._next()
                if job is None:
                    break
                if place >= len(self._lanes):
                    self._lanes.append(_start(self._settings, self._free_core()))
                _give(self._lanes[min(place, len(self._lanes) - 1)], job)
        return any(lane.jobs for lane in self._lanes)

    def _free_core(self) -> int | None:
        """A core that no lane has; None where lanes are not as many as cores."""
        cores = _cores()
        if len(cores) != self._count:
            return None
        return min(cores - {lane.core for lane in self._lanes})

    def _next(self) -> Job | None:
        return self._again.popleft() if self._again else next(self._jobs, None)

    def _heard(self, lane: _Lane) -> Iterator[Outcome]:
        try:
            outcome: Outcome = lane.line.recv()
        except (EOFError, OSError):
            yield from self._buried(lane)
            return
        self._deaths.pop(lane.jobs.popleft().key, None)
        yield outcome

    def _buried(self, lane: _Lane) -> Iterator[Outcome]:
        """Take a dead lane's jobs back: the one it died of is tried once more."""
        lane.process.join(ENDING_S)
        lane.process.kill()
        lane.process.join()
        lane.line.close()
        self._lanes.remove(lane)
        job, *others = lane.jobs
        self._again.extend(others)
        deaths = self._deaths[job.key] = self._deaths.get(job.key, 0) + 1
        if deaths < ATTEMPTS:
            self._again.append(job)
            return
        yield Outcome(job.key, problem=Problem("fault", _death(lane.process.exitcode)))


def _start(settings: Settings, core: int | None) -> _Lane:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with _uninterrupted():
        process = context.Process(target=serve, args=(theirs, settings, core), daemon=True)
        process.start()
    theirs.close()
    return _Lane(process, ours, core)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back, also from a process started meanwhile, until it can look after itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _give(lane: _Lane, job: Job) -> None:
    lane.jobs.append(job)
    with suppress(OSError):  # it is dead, which shows when we listen to it
        lane.line.send(job)


def _death(code: int | None) -> str:
    """What to say of a job that ends the processes which grade it."""
    how = f"exit code {code}"
    if code is not None and code < 0:
        with suppress(ValueError):
            how = signal.Signals(-code).name
    return (
        f"the process that grades it ended twice ({how}): if that is SIGKILL, the machine ran "
        "out of memory; use fewer lanes"
    )


def _cores() -> set[int]:
    """The cores that this process may use; empty where the system does not tell."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
