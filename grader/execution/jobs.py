"""What is asked of an executor and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from grader.report.records import Report

ProblemKind = Literal["unreadable", "nothing", "fault"]
"""``unreadable``: the submission cannot be read. ``nothing``: nothing in it belongs to the
assignment. ``fault``: the grader or the machine failed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all submissions of a run. ``assignment`` is a name or a folder."""

    assignment: str
    seed: int
    isolation: Literal["full", "process"] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One submission: the name its caller knows it by, and where it lies."""

    key: str
    path: Path


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no report, in words for the staff."""

    kind: ProblemKind
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a report or a problem."""

    key: str
    report: Report | None = None
    problem: Problem | None = None


class Executor(Protocol):
    """Grades jobs, in any order, anywhere."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield each job's outcome as soon as it is there.

        Jobs are taken from the iterable only as they can be worked on, so that memory does not
        grow with their number. Closing the iterator ends what is being worked on.
        """
