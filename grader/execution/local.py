"""Grading on this machine: one process per core, each with warm workers of its own.

A Launcher serves one thread, and judging holds Python's lock, so lanes are processes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice

from .jobs import Job, Outcome, Problem, Settings
from .lane import grade_job, open_lane


class LocalExecutor:
    """See Executor. ``lanes`` is the number of processes; as many as cores if left out."""

    def __init__(self, settings: Settings, lanes: int | None = None) -> None:
        self._settings = settings
        self._lanes = lanes or _cores()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """See Executor."""
        waiting = iter(jobs)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            self._lanes, mp_context=context, initializer=open_lane, initargs=(self._settings,)
        ) as pool:
            running: dict[Future[Outcome], Job] = {}
            while True:
                for job in islice(waiting, 2 * self._lanes - len(running)):
                    running[pool.submit(grade_job, job)] = job
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _outcome(running.pop(future), future)


def _outcome(job: Job, future: Future[Outcome]) -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    return Outcome(job.key, problem=Problem("fault", f"{type(error).__name__}: {error}"))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
