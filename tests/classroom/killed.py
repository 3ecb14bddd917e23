"""A class graded although the command is killed again and again.

    python -m tests.classroom.killed --students 500 --kills 25

writes a class in every layout, grades it undisturbed, grades it once more under SIGKILL at random
moments, and compares the two gradebooks: all but times must be equal, and as expected.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.gradebook import Attempt, Gradebook
from grader.report import to_json

if __package__:
    from .population import ASSIGNMENT, LAYOUTS, plant
else:
    raise SystemExit("run it as python -m tests.classroom.killed, from the repository's folder")

TIMES = {"duration_s", "started_at"}
PATIENCE_S = 3600


def command(submissions: Path, gradebook: Path, *more: str) -> list[str]:
    """The batch command with its seed given, so that two runs draw the same cases."""
    return [
        *(sys.executable, "-m", "grader.cli.staff", "batch", str(submissions)),
        *("-a", str(ASSIGNMENT), "--gradebook", str(gradebook), "--seed", "7", *more),
    ]


def picture(gradebook: Path) -> list[object]:
    """Everything in a gradebook, but times."""
    with Gradebook.open(gradebook) as book:
        return [
            (
                standing.person,
                standing.state,
                standing.points,
                standing.attempt,
                [_attempt(each) for each in book.attempts("small", standing.person.id)],
            )
            for standing in book.standings("small")
        ]


def _attempt(attempt: Attempt) -> object:
    results = [
        (
            *(each.basis, each.status, each.score, each.problem, each.reason),
            each.report and _timeless(to_json(each.report)),
        )
        for each in attempt.results
    ]
    return attempt.number, attempt.digest, attempt.origin, attempt.submitted_at, results


def _timeless(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _timeless(item) for key, item in value.items() if key not in TIMES}
    if isinstance(value, list):
        return [_timeless(item) for item in value]
    return value


def points(gradebook: Path) -> dict[str, float | None]:
    """What counts, by student."""
    with Gradebook.open(gradebook) as book:
        return {each.person.id: each.points for each in book.standings("small")}


def run_killed_after(words: Sequence[str], seconds: float) -> bool:
    """Start a command and kill it after a while; whether it was quicker."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    code = process.wait(PATIENCE_S)
    timer.cancel()
    return code in (0, 3)


def compare(folder: Path, layout: str, students: int, kills: int, draw: random.Random) -> int:
    """Grade one layout both ways; return how many kills hit."""
    expected = plant(folder / "in", layout, students)
    whole, broken = folder / "whole.db", folder / "broken.db"
    started = time.monotonic()
    subprocess.run(command(folder / "in", whole), stdout=subprocess.DEVNULL, check=False)
    took = time.monotonic() - started
    hits = 0
    while hits < kills:
        if run_killed_after(command(folder / "in", broken), draw.uniform(0.3, 1.0) * took):
            broken.unlink()  # finished before it was hit: once more from the start
            continue
        hits += 1
    subprocess.run(command(folder / "in", broken), stdout=subprocess.DEVNULL, check=False)
    wrong = {name: got for name, got in points(whole).items() if got != expected[name]}
    same = picture(whole) == picture(broken)
    verdict = "identical" if same else "DIFFERENT"
    print(f"{layout:12} {students:4} graded in {took:5.1f} s, {hits} kills: {verdict}", end="")
    print(f", {len(wrong)} unexpected {wrong or ''}", flush=True)
    return hits if same and not wrong and len(points(whole)) == len(expected) else -PATIENCE_S


def main() -> None:
    """Compare every layout."""
    parser = argparse.ArgumentParser(description="Kill a class that is being graded.")
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    names = sorted(LAYOUTS)
    hits = 0
    for number, layout in enumerate(names):
        rest = len(names) - number
        students = (options.students + number) // len(names)
        kills = (options.kills - hits) // rest
        with tempfile.TemporaryDirectory() as folder:
            hits += compare(Path(folder), layout, students, kills, draw)
    print(f"{hits} kills" if hits >= 0 else "not identical")
    sys.exit(0 if hits >= 0 else 1)


if __name__ == "__main__":
    main()
