"""What one `grade` costs from a cold start, against `python -c "import numpy"`.

    python -m benchmarks.cold [FILE] [RUNS]

The aim is 3 times NumPy's import, plus the student's own computing time.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installed import installed, machine, run

FILE, RUNS = "solutions/practice/tanh.py", 15
AIM = 3.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one command; ``cpu_ms`` is that of all its processes."""

    wall_ms: float
    cpu_ms: float


def cost(arguments: list[str], folder: Path) -> Cost:
    """What running Python with these arguments costs."""
    before, started = _cpu_ms(), time.perf_counter()
    run(arguments, folder)
    return Cost((time.perf_counter() - started) * 1e3, _cpu_ms() - before)


def own_ms(file: str, folder: Path) -> float:
    """The student's own computing time, at most (see benchmarks.layers)."""
    return float(run(["-m", "benchmarks.layers", "--own", file], folder))


def shown(name: str, costs: list[Cost]) -> str:
    """One line: median and minimum."""
    wall, cpu = [c.wall_ms for c in costs], [c.cpu_ms for c in costs]
    return (
        f"{name:24}{statistics.median(wall):9.0f}{min(wall):9.0f}"
        f"{statistics.median(cpu):9.0f}{min(cpu):9.0f}"
    )


def main() -> None:
    """Measure both in turn, so that a busy machine is busy for both."""
    file = sys.argv[1] if len(sys.argv) > 1 else FILE
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    print(f"{machine()}; {runs} runs of {file}")
    numpy, grade = [], []
    with installed() as folder:
        own = statistics.median(own_ms(file, folder) for _ in range(5))
        for _ in range(runs):
            numpy.append(cost(["-c", "import numpy"], folder))
            grade.append(cost(["-m", "grader.cli.grade", "--quiet", file], folder))
    print(f"{'ms':24}{'wall':>9}{'at best':>9}{'CPU':>9}{'at best':>9}")
    print(shown("import numpy", numpy))
    print(shown("grade", grade))
    print(f"the student's own{own:16.0f}")
    base = statistics.median(c.wall_ms for c in numpy)
    whole = statistics.median(c.wall_ms for c in grade)
    best = min(c.wall_ms for c in grade) / min(c.wall_ms for c in numpy)
    print(f"\ngrade / numpy:          {whole / base:.2f} (at best {best:.2f})")
    print(f"without the student's:  {(whole - own) / base:.2f}, to be at most {AIM:g}")


def _cpu_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1e3


if __name__ == "__main__":
    main()
