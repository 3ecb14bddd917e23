"""A class graded although the command is killed again and again.

    python -m tests.classroom.killed --students 500 --kills 25

writes a class in every layout, grades it undisturbed, grades it once more under SIGKILL at random
moments, and compares the two gradebooks: all but times must be equal, and as expected.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
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


def run_killed(words: Sequence[str], pace_s: float, draw: random.Random) -> bool:
    """Start a command and kill it at a random moment of its work; whether it was hit at all."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    with process:
        assert process.stdout is not None
        wanted = None
        for line in process.stdout:
            if found := re.match(r"(\d+) to grade", line):
                wanted = draw.randint(0, int(found[1]) // 2)
            elif wanted is not None:
                wanted -= 1
            if wanted is not None and wanted <= 0:
                break
        timer = threading.Timer(draw.uniform(0, 2 * pace_s), process.kill)
        timer.start()
        process.stdout.read()
        code = process.wait(PATIENCE_S)
        timer.cancel()
    return code == -signal.SIGKILL


def compare(folder: Path, layout: str, students: int, kills: int, draw: random.Random) -> int:
    """Grade one layout both ways; return how many kills hit."""
    expected = plant(folder / "in", layout, students)
    whole, broken = folder / "whole.db", folder / "broken.db"
    started = time.monotonic()
    subprocess.run(command(folder / "in", whole), stdout=subprocess.DEVNULL, check=False)
    took = time.monotonic() - started
    words = command(folder / "in", broken)
    hits = sum(run_killed(words, took / students, draw) for _ in range(kills))
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
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
