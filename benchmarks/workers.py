"""What a worker costs: to start and end one, confined and not.

python -m benchmarks.workers [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Literal

from benchmarks.installed import machine
from grader.intake import SubmittedBytes
from grader.session import Launcher, Limits, Source

RUNS = 60
TEXT = "def f():\n    return 1\n"


def milliseconds(launcher: Launcher) -> float:
    """One worker: fork, confine, load two lines, end."""
    files = [SubmittedBytes("f.py", TEXT.encode())]
    started = time.perf_counter()
    source = Source("f", "f.py", None)
    with launcher.session(source, files, limits=Limits(), seed=1) as session:
        assert session.loaded.names == {"f"}
    return (time.perf_counter() - started) * 1e3


def main() -> None:
    """Print both kinds, after a worker of each that nobody counts."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{machine()}; {runs} workers each")
    levels: tuple[Literal["full", "process"], ...] = ("full", "process")
    for level in levels:
        with Launcher(level) as launcher:
            milliseconds(launcher)
            times = [milliseconds(launcher) for _ in range(runs)]
            reached = launcher.isolation.level
        median = statistics.median(times)
        print(f"asked {level:8} got {reached:8}{median:7.2f} ms, at best {min(times):.2f}")


if __name__ == "__main__":
    main()
