"""A class graded although the command is killed again and again.

    python -m tests.classroom.killed --students 500 --kills 25

writes a class with a section in every layout, grades it undisturbed by one command, grades it once
more under SIGKILL at random moments, and compares the two gradebooks: all but times must be equal,
and as expected.
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
from typing import Any, TextIO

from grader.gradebook import Attempt, Gradebook, GradebookError
from grader.report import to_json

if __package__:
    from .population import ASSIGNMENT, LAYOUTS, plant
else:
    raise SystemExit("run it as python -m tests.classroom.killed, from the repository's folder")

TIMES = {"duration_s", "started_at"}
PATIENCE_S = 3600
STARTING_S = 3.0


def command(submissions: Sequence[Path], gradebook: Path, *more: str) -> list[str]:
    """The batch command with its seed given, so that two runs draw the same cases."""
    return [
        *(sys.executable, "-m", "grader.cli.staff", "batch", *map(str, submissions)),
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


def run_killed(words: Sequence[str], share: float, pace_s: float, draw: random.Random) -> bool:
    """Start a command and kill it at a random moment; whether it was hit at all.

    One time in five that is while it starts; else after about ``share`` of what there is to
    grade, and up to two times ``pace_s``, which is what a submission takes.
    """
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    with process:
        assert process.stdout is not None
        timer = threading.Timer(draw.uniform(0, STARTING_S), process.kill)
        if draw.random() > 1 / 5:
            _read(process.stdout, draw.uniform(0, 2 * share))
            timer = threading.Timer(draw.uniform(0, 2 * pace_s), process.kill)
        timer.start()
        process.stdout.read()
        code = process.wait(PATIENCE_S)
        timer.cancel()
    return code == -signal.SIGKILL


def _read(output: TextIO, share: float) -> None:
    """Until this share of what there is to grade has been reported."""
    wanted = None
    for line in output:
        if found := re.match(r"(\d+) to grade", line):
            wanted = int(share * int(found[1]))
        elif wanted is not None:
            wanted -= 1
        if wanted is not None and wanted <= 0:
            return


def plant_all(root: Path, students: int) -> dict[str, float | None]:
    """Write a class with a section in each layout; return what each student must get, by id."""
    expected: dict[str, float | None] = {}
    names = sorted(LAYOUTS)
    for number, layout in enumerate(names):
        share = (students + number) // len(names)
        expected |= plant(root / layout, layout, share, first=len(expected))
    return expected


def compare(folder: Path, students: int, kills: int, draw: random.Random) -> bool:
    """Grade the class both ways; whether the gradebooks are equal, and as expected."""
    expected = plant_all(folder / "in", students)
    sections = sorted((folder / "in").iterdir())
    whole, broken = folder / "whole.db", folder / "broken.db"
    started = time.monotonic()
    subprocess.run(command(sections, whole), stdout=subprocess.DEVNULL, check=False)
    took = time.monotonic() - started
    print(f"{students} in {len(sections)} layouts graded in {took:.1f} s", flush=True)
    words = command(sections, broken)
    hits = 0
    while hits < kills and _to_grade(broken) != 0:
        share, pace = 1 / (kills - hits + 1), took / students
        hits += run_killed(words, share, pace, draw)
        print(f"killed {hits} times, {_to_grade(broken)} left", flush=True)
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
    wrong = {name: got for name, got in points(whole).items() if got != expected.get(name)}
    same = picture(whole) == picture(broken)
    print(f"{hits} kills: {'identical' if same else 'DIFFERENT'}, {len(wrong)} unexpected {wrong}")
    return same and not wrong and points(whole).keys() == expected.keys()


def _to_grade(gradebook: Path) -> int | None:
    """How many have been taken in and not graded; None before any have."""
    if not gradebook.exists():
        return None
    try:
        with Gradebook.open(gradebook) as book:
            states = [each.state for each in book.standings("small")]
            return states.count("pending") if states else None
    except GradebookError:  # killed before the first run was entered
        return None


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description="Kill a class that is being graded.")
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        draw = random.Random(options.seed)
        same = compare(Path(folder), options.students, options.kills, draw)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
