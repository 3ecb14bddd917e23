"""How the cost of judging one backward pass grows with the network.

    python -m benchmarks.sizes [RUNS]

One case each: the worker builds a network of these layer sizes, runs it forward and backward,
and every gradient is compared. "alone" is the same pass in plain Python.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.installed import machine
from grader import Architecture, Draw, agrees
from grader.checks.networks.drive import fresh_pass
from grader.intake import SubmittedBytes
from grader.judgement.networks import gradient_names
from grader.judgement.probes import Probe
from grader.session import Launcher, Limits, Source, Student

RUNS, SAMPLES = 20, 16
WIDTHS = (4, 16, 64, 256)
FILE = Path("solutions/practice/tanh.py")
KIND = Architecture(hidden="tanh", output="sigmoid")


def judged(student: Student, probe: Probe) -> None:
    """What judging this case takes for right code."""
    done = fresh_pass(student.TanhNetwork, probe)
    right = probe.trace()
    assert all(agrees(done.gradients[n], right[n], 1e-4) for n in gradient_names(probe.depth))


def alone(module: ModuleType, probe: Probe) -> None:
    """What the student's code takes for it."""
    network = module.TanhNetwork(probe.sizes)
    network.weights = [w.copy() for w in probe.parameters.weights]
    network.biases = [b.copy() for b in probe.parameters.biases]
    network.forward(probe.X)
    network.backward(probe.y)


def best_ms(act: Callable[..., Any], *args: Any, runs: int) -> float:
    """The least of some runs."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        act(*args)
        times.append(time.perf_counter() - started)
    return min(times[1:]) * 1e3


def main() -> None:
    """Print a line for each width."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{machine()}; {runs} runs each, {SAMPLES} samples")
    print(f"{'layer sizes':24}{'parameters':>11}{'judged ms':>11}{'alone ms':>10}")
    module = ModuleType("tanh")
    exec(compile(FILE.read_bytes(), str(FILE), "exec"), module.__dict__)
    files = [SubmittedBytes("tanh.py", FILE.read_bytes())]
    source = Source("tanh", "tanh.py", None)
    with (
        Launcher() as launcher,
        launcher.session(source, files, limits=Limits(), seed=1) as session,
        np.errstate(all="ignore"),
    ):
        for width in WIDTHS:
            sizes = [width, width, width, 1]
            probe = Draw(1, "size").network(KIND, sizes, SAMPLES)
            session.begin_check(Limits())
            ms = [best_ms(judged, session.student, probe, runs=runs)]
            ms.append(best_ms(alone, module, probe, runs=runs))
            count = sum(a.size for a in (*probe.parameters.weights, *probe.parameters.biases))
            print(f"{sizes!s:24}{count:11}{ms[0]:11.2f}{ms[1]:10.2f}")


if __name__ == "__main__":
    main()
