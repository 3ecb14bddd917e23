"""Where the time of one cold `grade` goes, layer by layer.

    python -m benchmarks.layers [FILE] [RUNS]

The layers follow each other, so that their milliseconds of wall time add up. What the
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.cold import FILE
from benchmarks.installed import installed, machine, run

RUNS = 9
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
    watch.timed("import NumPy", lambda: __import__("numpy"))()
    watch.timed("import grader", _imported)()
    from grader.formats import terminal
    from grader.grading import exercises, submission
    from grader.grading.assignment import Assignment
    from grader.session import Launcher
    from grader.session.conversation import Conversation
    from grader.session.session import Session

    ask = Conversation.ask

    def counted(self: Conversation, operation: str, *args: Any) -> Any:
        before = self.cpu_s() or 0.0
        try:
            return ask(self, operation, *args)
        finally:
            watch.spent["requests"] += 1
            if operation in THEIRS:
                watch.moved(OWN, ((self.cpu_s() or before) - before) * 1e3)

    for owner, name, layer, act in (
        (Conversation, "ask", "asking the worker", counted),
        (Assignment, "exercise", "import checks", Assignment.exercise),
        (Session, "_begin", "start and load", Session._begin),
        (exercises, "_run_checks", "judge", exercises._run_checks),
    ):
        setattr(owner, name, watch.timed(layer, act))
    with watch.timed("start the zygote", Launcher)() as launcher:
        prepared = watch.timed("read", submission.prepare)(launcher, Path(file), None)
        watch.timed("test isolation", lambda: launcher.isolation)()
        report = watch.timed("grade, the rest", submission.grade_submission)(
            launcher, prepared, seed=1
        )
        watch.timed("end", launcher.close)()
    plain = {"width": 100, "colour": False, "verbose": False, "encoding": "utf-8"}
    watch.timed("summary", terminal.render)(report, **plain)
    return dict(watch.spent)


def _imported() -> None:
    import grader.cli.grade
    import grader.formats.terminal
    import grader.grading.submission  # noqa: F401


def main() -> None:
    """Measure in fresh processes and print medians."""
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(once(sys.argv[2])))
        return
    if sys.argv[1:2] == ["--own"]:
        print(once(sys.argv[2])[OWN])
        return
    file = sys.argv[1] if len(sys.argv) > 1 else FILE
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    print(f"{machine()}; {runs} runs of {file}")
    command = ["-m", "benchmarks.layers", "--once", file]
    with installed() as folder:
        seen = [json.loads(run(command, folder)) for _ in range(runs)]
    medians = {name: statistics.median(each[name] for each in seen) for name in seen[0]}
    requests = medians.pop("requests")
    for name, ms in medians.items():
        print(f"{name:20}{ms:8.1f} ms")
    print(f"{'together':20}{sum(medians.values()):8.1f} ms, {requests:.0f} requests")


if __name__ == "__main__":
    main()
