"""Where the time of one cold `grade` goes, layer by layer, and of one submission of a class.

    python -m benchmarks.layers [FILE] [RUNS]
    python -m benchmarks.layers --warm [FOLDER] [RUNS]

The layers follow each other as in the command, so that their milliseconds of wall time add
up; "read" includes the wait for the zygote, which starts meanwhile. What the
student's code computes is taken out of the layers in which it is waited for: it is the CPU
time of the worker while it loads, calls and trains. The worker's share in passing the
arrays is in that too, so it is an upper bound.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cold import FILE
from benchmarks.installed import installed, machine, run

if TYPE_CHECKING:
    from grader.report.records import Report
    from grader.session import Launcher
    from grader.session.exchange import Request

RUNS = 9
FOLDER = "solutions/practice"
OWN = "student's own"
THEIRS = {"load", "call", "train"}
"""Requests during which the student's code runs."""


class Stopwatch:
    """Adds up milliseconds by layer; a layer inside another is taken out of the outer one."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, layer: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """``act``, whose time is that layer's."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            self._inner.append(0.0)
            try:
                return act(*args, **kwargs)
            finally:
                whole = (time.perf_counter() - started) * 1e3
                self.spent[layer] += whole - self._inner.pop()
                self._inner[-1] += whole

        return timed

    def moved(self, layer: str, ms: float) -> None:
        """Count so much of what is being timed for another layer."""
        self.spent[layer] += ms
        self._inner[-1] += ms


def once(file: str) -> dict[str, float]:
    """One grading in this process, which must be fresh; milliseconds by layer."""
    watch = Stopwatch()
    watch.timed("import the command", lambda: import_module("grader.cli.grade"))()
    launcher = watch.timed("start the zygote", _launcher)()
    with launcher:
        watch.timed("import NumPy", lambda: import_module("numpy"))()
        submission = watch.timed("import grading", _grading)()
        with _watched(watch):
            prepared = watch.timed("read", submission.prepare)(launcher, Path(file), None)
            grade = watch.timed("grade, the rest", submission.grade_submission)
            report = grade(launcher, prepared, seed=1)
        watch.timed("end", launcher.close)()
    watch.timed("summary", _summary)(report)
    return dict(watch.spent)


def warm(folder: str, runs: int) -> dict[str, float]:
    """One of many gradings in this process; milliseconds by layer, the least of each."""
    from grader.grading.submission import grade_submission, prepare

    seen = []
    with _launcher() as launcher:
        for _ in range(2):
            grade_submission(launcher, prepare(launcher, Path(folder), None), seed=1)
        for _ in range(runs):
            watch = Stopwatch()
            with _watched(watch):
                prepared = watch.timed("read", prepare)(launcher, Path(folder), None)
                watch.timed("grade, the rest", grade_submission)(launcher, prepared, seed=1)
            seen.append(watch.spent)
    return {name: min(each[name] for each in seen) for name in seen[0]}


def _launcher() -> Launcher:
    from grader.session import Launcher

    return Launcher()


def _grading() -> Any:
    return import_module("grader.grading.submission")


def _summary(report: Report) -> None:
    from grader.formats import terminal

    terminal.render(report, width=100, colour=False, verbose=False, encoding="utf-8")


@contextmanager
def _watched(watch: Stopwatch) -> Iterator[None]:
    """Time what happens inside of reading and grading."""
    from grader.grading import exercises
    from grader.grading.assignment import Assignment
    from grader.session.conversation import Conversation
    from grader.session.session import Session

    ask = Conversation.ask

    def counted(self: Conversation, sections: Sequence[Sequence[Request]], *args: Any) -> Any:
        before = self.clocks.cpu_s() or 0.0
        try:
            return iter(list(ask(self, sections, *args)))  # all of them, while the watch runs
        finally:
            watch.spent["messages"] += 1
            if any(each.operation in THEIRS for section in sections for each in section):
                watch.moved(OWN, ((self.clocks.cpu_s() or before) - before) * 1e3)

    with ExitStack() as stack:
        for owner, name, layer, act in (
            (Conversation, "ask", "ask the worker", counted),
            (Assignment, "exercise", "import the checks", Assignment.exercise),
            (Session, "_begin", "start and load", Session._begin),
            (Session, "drop", "end the worker", Session.drop),
            (exercises, "_run_checks", "judge", exercises._run_checks),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, watch.timed(layer, act))
        yield


def main() -> None:
    """Measure in fresh processes and print medians."""
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(once(sys.argv[2])))
        return
    if sys.argv[1:2] == ["--own"]:
        print(once(sys.argv[2])[OWN])
        return
    if sys.argv[1:2] == ["--warm"]:
        folder = sys.argv[2] if len(sys.argv) > 2 else FOLDER
        _print(warm(folder, int(sys.argv[3]) if len(sys.argv) > 3 else RUNS))
        return
    file = sys.argv[1] if len(sys.argv) > 1 else FILE
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    print(f"{machine()}; {runs} runs of {file}")
    command = ["-m", "benchmarks.layers", "--once", file]
    with installed() as folder:
        seen = [json.loads(run(command, folder)) for _ in range(runs)]
    _print({name: statistics.median(each[name] for each in seen) for name in seen[0]})


def _print(layers: dict[str, float]) -> None:
    messages = layers.pop("messages")
    for name, ms in layers.items():
        print(f"{name:20}{ms:8.1f} ms")
    print(f"{'together':20}{sum(layers.values()):8.1f} ms, {messages:.0f} messages")


if __name__ == "__main__":
    main()
