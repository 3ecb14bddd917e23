"""What a class costs, against the least it could cost, and how that grows with the class.

    python -m benchmarks.throughput [COUNT] [ROUNDS]
    python -m benchmarks.throughput --growth [SIZES ...]

Two classes: submissions of one exercise with five plain checks, as any test suite has them, and of
all five exercises of practice. The floor is the students' own computing time (see
benchmarks.floor), divided over the cores for wall time. Like is compared with like: the floor is a
loop as long as the class, on all cores at once, as the class is. Both are measured in turn, in
processes of their own, and the best round of each counts: what else runs on the machine can only
add to either.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.installed import installed, machine, run
from grader.execution import Job, LocalExecutor, Settings

COUNT, ROUNDS, WARM = 24, 3, 4
PLAIN = 8
SIZES = (50, 200, 1000)


@dataclass(frozen=True, slots=True)
class Workload:
    """Right submissions to an assignment: these exercises of a folder of solutions."""

    assignment: str
    solutions: Path
    exercises: tuple[str, ...]


PRACTICE = Path("solutions/practice")
WORKLOADS = {
    "plain": Workload("benchmarks/plain", Path("benchmarks/plain/solutions"), ("network",)),
    "practice": Workload(
        "practice", PRACTICE, tuple(sorted(path.stem for path in PRACTICE.glob("*.py")))
    ),
    "tanh": Workload("practice", PRACTICE, ("tanh",)),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a run: seconds of wall and CPU time in all, per submission once warm, and peak MB."""

    wall_s: float
    cpu_s: float
    warm_s: float
    lane_mb: float
    parent_mb: float


def cost(count: int, workload: Workload) -> Cost:
    """Grade a class in this process, which must be fresh."""
    best = 20.0 * len(workload.exercises)
    with tempfile.TemporaryDirectory(prefix="class-") as name:
        jobs = [_handed_in(Path(name) / f"s{i:04}", workload) for i in range(count)]
        started, seen = time.perf_counter(), []
        for outcome in LocalExecutor(Settings(workload.assignment, seed=1)).run(jobs):
            if outcome.report is None or outcome.report.score != best:
                raise RuntimeError(f"{outcome.key} was not graded as it should be")
            seen.append(time.perf_counter())
    ended = time.perf_counter()
    ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, CHILDREN))
    return Cost(
        ended - started,
        sum(each.ru_utime + each.ru_stime for each in (ours, theirs)),
        (seen[-1] - seen[WARM - 1]) / max(1, count - WARM),
        theirs.ru_maxrss / 1024,
        ours.ru_maxrss / 1024,
    )


CHILDREN = resource.RUSAGE_CHILDREN


def _handed_in(folder: Path, workload: Workload) -> Job:
    folder.mkdir()
    for name in workload.exercises:
        shutil.copy(workload.solutions / f"{name}.py", folder)
    return Job(folder.name, folder)


def measured(count: int, name: str, folder: Path) -> Cost:
    """The cost of a class, in a process of its own."""
    command = ["-m", "benchmarks.throughput", "--once", str(count), name]
    return Cost(**json.loads(run(command, folder)))


def floor_of(workload: Workload, count: int, folder: Path) -> tuple[float, float]:
    """Milliseconds of the floor and of what forks add, on average over a loop on each core."""
    cores = len(os.sched_getaffinity(0))
    of = ["-m", "benchmarks.floor", str(workload.solutions), workload.assignment, str(count)]
    with ThreadPoolExecutor(cores) as pool:
        loops = [json.loads(told) for told in pool.map(run, [of] * cores, [folder] * cores)]
    student, forks = (sum(each[name] for each in loops) for name in ("student_s", "forks_s"))
    return student / cores * 1e3, forks / cores * 1e3


def against_floor(name: str, count: int, rounds: int, folder: Path) -> None:
    """Print a class's time by the floor's."""
    workload = WORKLOADS[name]
    cores = len(os.sched_getaffinity(0))
    floors, forks, cpu, wall = [], [], [], []
    for _ in range(rounds):
        student, forked = floor_of(workload, count, folder)
        floors.append(student)
        forks.append(forked)
        small, large = (measured(n, name, folder) for n in (WARM, WARM + count))
        cpu.append((large.cpu_s - small.cpu_s) / count * 1e3)
        wall.append(large.warm_s * 1e3)
    floor, mine, each = min(floors), min(cpu), min(wall)
    exercises = f"exercises: {len(workload.exercises)}"
    print(f"{machine()}; {name}, {exercises}, {count} submissions, best of {rounds}")
    print(f"floor: the student's own CPU time    {floor:8.1f} ms a submission")
    print(
        f"class: CPU time of all processes     {mine:8.1f} ms, {mine / floor:.2f} times the floor"
    )
    share = floor / cores
    print(f"class: wall time on {cores} cores         {each:8.1f} ms, {each / share:.2f} times")
    print(f"overhead a submission                {mine - floor:8.1f} ms of CPU time")
    print(f"of that, a bare fork an exercise     {statistics.median(forks):8.1f} ms", flush=True)


def growth(sizes: list[int]) -> None:
    """Print how time and memory grow with the class."""
    print(f"{machine()}; classes with one exercise, tanh")
    print(f"{'submissions':>12}{'wall s':>10}{'ms each':>10}{'lane MB':>10}{'parent MB':>11}")
    with installed() as folder:
        for count in sizes:
            found = measured(count, "tanh", folder)
            each = found.warm_s * 1e3
            memory = f"{found.lane_mb:10.1f}{found.parent_mb:11.1f}"
            print(f"{count:12}{found.wall_s:10.1f}{each:10.1f}{memory}", flush=True)


def main() -> None:
    """See the module."""
    match sys.argv[1:]:
        case ["--once", count, name]:
            print(json.dumps(asdict(cost(int(count), WORKLOADS[name]))))
        case ["--growth", *sizes]:
            growth([int(size) for size in sizes] or list(SIZES))
        case [*numbers]:
            count, rounds = [int(n) for n in numbers] + [COUNT, ROUNDS][len(numbers) :]
            with installed() as folder:
                # Starting the lanes costs as much as grading many plain submissions.
                against_floor("plain", PLAIN * count, rounds, folder)
                against_floor("practice", count, rounds, folder)


if __name__ == "__main__":
    main()
