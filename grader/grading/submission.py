"""Grading one submission: the same function for the command, a class and a notebook."""

from __future__ import annotations

import hashlib
import platform
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import numpy as np

from grader import __version__
from grader.checks.exercise import Exercise
from grader.intake import (
    Collected,
    ExerciseFile,
    Found,
    collect,
    find_exercises,
    guess_assignment,
    outlines,
)
from grader.report.records import (
    AssignmentInfo,
    Environment,
    ExerciseResult,
    Report,
    Submission,
    SubmittedFile,
)
from grader.session import GraderFault, Launcher

from .assignment import Assignment, AssignmentError, ExerciseEntry, builtin_names, find_assignment
from .cleaning import cleaned_report
from .exercises import LOAD_LIMITS, Graded, grade_exercise, missing, not_graded, unreadable

SEEDS = 2**31


class NothingToGrade(Exception):  # noqa: N818 (nothing has gone wrong)
    """The submission holds nothing that belongs to the assignment."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission that has been read: what it is for, and which file answers what."""

    collected: Collected
    assignment: Assignment
    found: Found


def fresh_seed() -> int:
    """A seed that nobody could know beforehand."""
    return secrets.randbelow(SEEDS)


def prepare(launcher: Launcher, path: Path, assignment: Assignment | str | None) -> Prepared:
    """Read a submission and find its assignment and the files of its exercises.

    Raises IntakeError, AssignmentError or NothingToGrade with a message for
    whoever called.
    """
    collected = collect(path)
    known = _choices(assignment)
    read = outlines(collected.files, lambda files: launcher.read_notebooks(files, LOAD_LIMITS))
    builtin = _builtin_exercises()
    found = {each.id: find_exercises(read, each.known, builtin - set(each.known)) for each in known}
    if assignment is None:
        chosen = guess_assignment(found)
        known = [each for each in known if each.id == chosen]
    prepared = Prepared(collected, known[0], found[known[0].id])
    if not prepared.found.exercises:
        names = ", ".join(entry.id for entry in known[0].entries)
        raise NothingToGrade(
            f"nothing in {collected.id} belongs to the assignment {known[0].id}: "
            f"expected files named after its exercises ({names}), as .py or .ipynb"
        )
    return prepared


def _choices(assignment: Assignment | str | None) -> list[Assignment]:
    """What the submission may be for."""
    if isinstance(assignment, Assignment):
        return [assignment]
    return [find_assignment(name) for name in ([assignment] if assignment else builtin_names())]


@cache
def _builtin_exercises() -> frozenset[str]:
    return frozenset(name for each in map(find_assignment, builtin_names()) for name in each.known)


def nothing_prepared(assignment: Assignment, name: str, why: str) -> Prepared:
    """A submission in which there is nothing to grade: its report has no points and says why."""
    return Prepared(Collected(name, (), (why,)), assignment, Found({}, (), ()))


def grade_submission(
    launcher: Launcher, prepared: Prepared, *, seed: int, only: Sequence[str] = ()
) -> Report:
    """Grade the exercises (all, or ``only`` these) of a prepared submission."""
    started, clock = datetime.now(timezone.utc), time.perf_counter()
    assignment = prepared.assignment
    # All before the first worker runs student code, which may not be confined: then nothing
    # that decides is read from disk any more.
    chosen = [entry for entry in assignment.entries if not only or entry.id in only]
    exercises = [assignment.exercise(entry) for entry in chosen]
    graded = [
        _grade(launcher, prepared, entry, exercise, seed)
        for entry, exercise in zip(chosen, exercises, strict=True)
    ]
    results = tuple(each.result for each in graded)
    complete = all(result.score is not None for result in results)
    score = round(sum(result.score or 0.0 for result in results), 2) if complete else None
    return cleaned_report(
        Report(
            status="graded" if complete else "not_graded",
            score=score,
            max_score=sum(each.max_score for each in results if not each.extra_credit),
            assignment=AssignmentInfo(
                assignment.id, assignment.title, assignment.digest, assignment.feedback
            ),
            submission=_submission(prepared.collected),
            exercises=_with_remarks(results, prepared),
            seed=seed,
            isolation=launcher.isolation,
            environment=Environment(
                __version__, platform.python_version(), np.__version__, sys.platform
            ),
            started_at=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            duration_s=round(time.perf_counter() - clock, 3),
            output="\n".join(each.output for each in graded if each.output),
        )
    )


def _grade(
    launcher: Launcher,
    prepared: Prepared,
    entry: ExerciseEntry,
    exercise: Exercise,
    seed: int,
) -> Graded:
    graded = _graded(launcher, prepared, entry, exercise, seed)
    result = replace(graded.result, group=entry.group, extra_credit=entry.extra_credit)
    return replace(graded, result=result)


def _graded(
    launcher: Launcher,
    prepared: Prepared,
    entry: ExerciseEntry,
    exercise: Exercise,
    seed: int,
) -> Graded:
    file = prepared.found.exercises.get(entry.id)
    if file is None:
        return Graded(missing(entry, exercise))
    if file.error is not None:
        return Graded(unreadable(entry, exercise, file))
    return _grade_file(launcher, prepared, entry, exercise, file, seed)


def _grade_file(
    launcher: Launcher,
    prepared: Prepared,
    entry: ExerciseEntry,
    exercise: Exercise,
    file: ExerciseFile,
    seed: int,
) -> Graded:
    try:
        return grade_exercise(
            launcher,
            entry,
            exercise,
            file,
            prepared.collected.files,
            seed=seed,
            follow_through=prepared.assignment.follow_through,
        )
    except GraderFault as fault:
        return Graded(not_graded(entry, exercise, str(fault)))


def check_only(assignment: Assignment, only: Sequence[str]) -> None:
    """Refuse names of exercises that the assignment does not have."""
    known = [entry.id for entry in assignment.entries]
    for name in only:
        if name not in known:
            raise AssignmentError(
                f"the assignment {assignment.id} has no exercise {name!r}: "
                f"choose from {', '.join(known)}"
            )


def _submission(collected: Collected) -> Submission:
    files = sorted(collected.files, key=lambda file: file.path)
    return Submission(
        collected.id,
        tuple(
            SubmittedFile(file.path, hashlib.sha256(file.data).hexdigest(), len(file.data))
            for file in files
        ),
    )


def _with_remarks(
    results: tuple[ExerciseResult, ...], prepared: Prepared
) -> tuple[ExerciseResult, ...]:
    """Remarks about the submission as a whole stand with its first exercise."""
    remarks = (*prepared.collected.remarks, *prepared.found.problems)
    if not remarks or not results:
        return results
    first = replace(results[0], remarks=(*remarks, *results[0].remarks))
    return (first, *results[1:])
