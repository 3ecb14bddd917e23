"""A corpus of right and wrong submissions, and what the judge makes of each.

The folder of one exercise holds right/*.py, wrong/*.py and manifest.toml,
which says for every wrong one the mistake's name, the checks that must lose
points and those that may.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.authoring.errors import AuthoringError
from grader.checks.exercise import Exercise
from grader.grading.assignment import Assignment, ExerciseEntry
from grader.grading.exercises import grade_exercise
from grader.intake import ExerciseFile, SubmittedBytes
from grader.report.records import ExerciseResult
from grader.session import Launcher

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Expected:
    """What a submission of the corpus must get. ``bugs`` is empty where no name fits."""

    exercise: str
    name: str
    path: Path
    right: bool
    bugs: tuple[str, ...] = ()
    unnamed: bool = False
    loses: frozenset[str] = frozenset()
    may_lose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """What it got."""

    expected: Expected
    result: ExerciseResult
    lost: frozenset[str] = field(default_factory=frozenset)
    bugs: tuple[str, ...] = ()

    @property
    def unfair(self) -> frozenset[str]:
        """Checks that lost points though they should not."""
        expected = self.expected
        return self.lost - expected.loses - expected.may_lose

    @property
    def missed(self) -> frozenset[str]:
        """Checks that kept all their points though they should not."""
        return self.expected.loses - self.lost

    @property
    def naming(self) -> str:
        """ "right", "wrong" or "none": the name given to the mistake in the checks it must lose."""
        if not self.bugs:
            return "none"
        good = set(self.expected.bugs)
        return "right" if all(bug in good for bug in self.bugs) else "wrong"


def read_corpus(folder: Path) -> Iterator[Expected]:
    """The expectations of one exercise's corpus.

    Raises AuthoringError for a manifest that cannot be read.
    """
    path = folder / "manifest.toml"
    try:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AuthoringError(f"{path} cannot be read: {error}") from error
    for name in manifest.get("right", {}):
        yield Expected(folder.name, name, folder / "right" / f"{name}.py", right=True)
    for name, entry in manifest.get("wrong", {}).items():
        yield _wrong(folder, name, entry)


def _wrong(folder: Path, name: str, entry: dict[str, Any]) -> Expected:
    bugs = [bug for bug in (entry.get("bug", ""), *entry.get("also", [])) if bug]
    return Expected(
        folder.name,
        name,
        folder / "wrong" / f"{name}.py",
        right=False,
        bugs=tuple(bugs),
        unnamed=not entry.get("bug"),
        loses=frozenset(entry.get("loses", [])),
        may_lose=frozenset(entry.get("may_lose", [])),
    )


def grade_one(launcher: Launcher, assignment: Assignment, expected: Expected, seed: int) -> Seen:
    """Grade one submission of the corpus."""
    entry = next(each for each in assignment.entries if each.id == expected.exercise)
    return _seen(expected, grade_file(launcher, assignment, entry, expected.path, seed))


def grade_again(launcher: Launcher, assignment: Assignment, expected: Expected, seed: int) -> Seen:
    """Grade with one more seed; of a wrong submission, only the checks that it must lose.

    Whether it gets full marks, and what its mistake is called, shows in these.
    """
    entry = next(each for each in assignment.entries if each.id == expected.exercise)
    exercise = copy.copy(assignment.exercise(entry))
    if not expected.right:
        exercise.checks = [check for check in exercise.checks if check.id in expected.loses]
    result = grade_text(
        launcher,
        entry,
        exercise,
        expected.path.read_bytes(),
        seed,
        follow_through=assignment.follow_through,
    )
    return _seen(expected, result)


def grade_file(
    launcher: Launcher, assignment: Assignment, entry: ExerciseEntry, path: Path, seed: int
) -> ExerciseResult:
    """Grade a file as if it were handed in as EXERCISE.py."""
    return grade_text(
        launcher,
        entry,
        assignment.exercise(entry),
        path.read_bytes(),
        seed,
        follow_through=assignment.follow_through,
    )


def grade_text(
    launcher: Launcher,
    entry: ExerciseEntry,
    exercise: Exercise,
    source: bytes,
    seed: int,
    *,
    follow_through: bool,
) -> ExerciseResult:
    """Grade the text of a file as if it were handed in as EXERCISE.py."""
    name = f"{entry.id}.py"
    file = ExerciseFile(entry.id, name, "py", None, None, (), False, True)
    return grade_exercise(
        launcher,
        entry,
        exercise,
        file,
        [SubmittedBytes(name, source)],
        seed=seed,
        follow_through=follow_through,
    ).result


def _seen(expected: Expected, result: ExerciseResult) -> Seen:
    lost = frozenset(check.id for check in result.checks if (check.score or 0.0) < check.max_score)
    relevant = [
        check.diagnosis.bug
        for check in result.checks
        if check.diagnosis is not None and check.id in (expected.loses or lost)
    ]
    return Seen(expected, result, lost, tuple(dict.fromkeys(relevant)))


def confusion(seen: Sequence[Seen]) -> dict[tuple[str, str], int]:
    """How often a mistake of one name was called by another: (expected, said) -> count."""
    table: dict[tuple[str, str], int] = {}
    for each in seen:
        if each.expected.right:
            continue
        wanted = each.expected.bugs[0] if each.expected.bugs else "(no name)"
        said = each.bugs[0] if each.bugs else "(not recognised)"
        if each.naming == "right":
            said = wanted
        table[wanted, said] = table.get((wanted, said), 0) + 1
    return table
