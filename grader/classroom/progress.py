"""What is seen while a class is graded: a bar on a terminal, a line each in a log."""

from __future__ import annotations

import time
from collections import Counter
from types import TracebackType
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.gradebook import Result
from grader.report.text import clean_line

from .tasks import Task

_LINE = 300


class Watcher(Protocol):
    """Is told of every result."""

    def __enter__(self) -> Watcher: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def done(self, task: Task, result: Result) -> None:
        """A result is in the gradebook."""


def watcher(total: int, stream: TextIO) -> Watcher:
    """A bar where somebody watches, lines where a file does."""
    return Bar(total, stream) if stream.isatty() else Lines(total, stream)


class Lines:
    """A line for each result."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._count = 0

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def done(self, task: Task, result: Result) -> None:
        """See Watcher."""
        self._count += 1
        width = len(str(self._total))
        line = f"{self._count:{width}}/{self._total} {_what(task, result)} ({result.reason})"
        print(line, file=self._stream, flush=True)


class Bar:
    """A bar with the rate, the time that is left and the running tally; a line per trouble."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._console = Console(file=stream, markup=False, highlight=False)
        self._progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[tally]}", markup=False),
            console=self._console,
        )
        self._bar = self._progress.add_task("grading", total=total, rate="", tally="")
        self._states: Counter[str] = Counter()
        self._started = time.monotonic()

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def done(self, task: Task, result: Result) -> None:
        """See Watcher."""
        self._states[_word(result)] += 1
        elapsed = max(1e-3, time.monotonic() - self._started)
        rate = self._states.total() / elapsed
        tally = ", ".join(f"{count} {word}" for word, count in sorted(self._states.items()))
        self._progress.update(self._bar, advance=1, rate=f"{rate:.1f}/s", tally=tally)
        if result.status != "graded":
            self._progress.print(Text(_what(task, result)))


def _what(task: Task, result: Result) -> str:
    person = clean_line(task.member.person.id, 60)
    if result.score is not None and result.report is not None:
        return f"{person}: {result.score:g} of {result.report.max_score:g}"
    problem = f": {result.problem}" if result.problem else ""
    return clean_line(f"{person}: {_word(result)}{problem}", _LINE)


def _word(result: Result) -> str:
    return {
        "graded": "graded",
        "not_graded": "not graded",
        "fault": "not graded",
        "unreadable": "unreadable",
        "nothing": "nothing to grade",
    }[result.status]
