"""Grading many texts: several processes, each with workers of its own.

A Launcher serves one thread, and judging holds Python's lock, so lanes are processes.
"""

from __future__ import annotations

import copy
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from grader.authoring.corpus import Expected, Seen, grade_again, grade_one, grade_text
from grader.checks.draw import Draw
from grader.checks.exercise import Check, CheckFunction, Exercise
from grader.grading.assignment import Assignment, AssignmentError, ExerciseEntry
from grader.grading.exercises import not_graded
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.report.records import ExerciseResult
from grader.session import GraderFault, Launcher, Student, StudentFault

SHARE = 16
"""Trials per task of a lane: enough to be worth a new zygote, few enough to even out."""

Lanes = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
Grade = Callable[[Launcher, Assignment, Expected, int], Seen]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trial:
    """A text to be graded as if it were handed in for an exercise.

    With ``limits``, CPU seconds by the id of the check, grading ends at the first check that
    loses points and no check gets more time than that.
    """

    entry: ExerciseEntry
    text: str
    seed: int
    limits: Mapping[str, float] | None = None


@contextmanager
def lanes(jobs: int) -> Iterator[Lanes]:
    """A map() over ``jobs`` processes; over this one if that is 1."""
    if jobs == 1:
        yield map
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield pool.map


def grade_trials(
    run: Lanes, assignment: Assignment, trials: Sequence[Trial]
) -> list[ExerciseResult]:
    """The results of the trials, in their order. Raises GraderFault if workers cannot start."""
    shares = [(assignment, share) for share in _shares(trials)]
    return [result for results in run(_grade_share, shares) for result in results]


def grade_corpus(
    run: Lanes, assignment: Assignment, expected: Sequence[Expected], seeds: Sequence[int]
) -> list[Seen]:
    """What each submission of a corpus gets: all checks with the first seed, see grade_again."""
    grades = [grade_one, *[grade_again] * (len(seeds) - 1)]
    wanted = [(each, *how) for each in expected for how in zip(seeds, grades, strict=True)]
    shares = [(assignment, share) for share in _shares(wanted)]
    return [seen for results in run(_corpus_share, shares) for seen in results]


def _shares(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + SHARE] for start in range(0, len(items), SHARE)]


def _grade_share(task: tuple[Assignment, Sequence[Trial]]) -> list[ExerciseResult]:
    assignment, trials = task
    loaded: dict[str, Exercise] = {}
    with Launcher() as launcher:
        for trial in trials:
            if trial.entry.id not in loaded:
                loaded[trial.entry.id] = assignment.exercise(trial.entry)
        return [_graded(launcher, assignment, loaded[trial.entry.id], trial) for trial in trials]


def _corpus_share(task: tuple[Assignment, Sequence[tuple[Expected, int, Grade]]]) -> list[Seen]:
    assignment, wanted = task
    with Launcher() as launcher:
        return [_seen(launcher, assignment, *each) for each in wanted]


def _seen(
    launcher: Launcher, assignment: Assignment, expected: Expected, seed: int, grade: Grade
) -> Seen:
    entry = next(each for each in assignment.entries if each.id == expected.exercise)
    try:
        return grade(launcher, assignment, expected, seed)
    except (GraderFault, AssignmentError):
        raise
    except Exception as error:
        return Seen(expected, _defect(entry, assignment.exercise(entry), error))


def _graded(
    launcher: Launcher, assignment: Assignment, exercise: Exercise, trial: Trial
) -> ExerciseResult:
    hurried = exercise if trial.limits is None else _hurried(exercise, trial.limits)
    data, follow_through = trial.text.encode(), assignment.follow_through
    try:
        return grade_text(
            launcher, trial.entry, hurried, data, trial.seed, follow_through=follow_through
        )
    except GraderFault:
        raise
    except Exception as error:
        return _defect(trial.entry, exercise, error)


def _defect(entry: ExerciseEntry, exercise: Exercise, error: Exception) -> ExerciseResult:
    """A defect of the checks is what the proof is to show, so it must not end the proof."""
    return not_graded(entry, exercise, f"{type(error).__name__}: {error}")


def _hurried(exercise: Exercise, limits: Mapping[str, float]) -> Exercise:
    """The exercise with less time per check, and no more judging once points are lost."""
    hurried = copy.copy(exercise)
    lost: list[str] = []
    hurried.checks = [_hurried_check(check, limits, lost) for check in exercise.checks]
    return hurried


def _hurried_check(check: Check, limits: Mapping[str, float], lost: list[str]) -> Check:
    cpu_s = min(check.limits.cpu_s, limits.get(check.id, check.limits.cpu_s))
    return replace(
        check,
        function=_until_lost(check.function, check.id, lost),
        limits=replace(check.limits, cpu_s=cpu_s, wall_s=3 * cpu_s),
    )


def _until_lost(function: CheckFunction, name: str, lost: list[str]) -> CheckFunction:
    def judge(student: Student, draw: Draw) -> Judgement | None:
        if lost:
            raise Mismatch(Finding(f"not judged: {lost[0]} lost points already"))
        try:
            judgement = function(student, draw)
        except (Mismatch, StudentFault):
            lost.append(name)
            raise
        if judgement is not None and judgement.share < 1.0:
            lost.append(name)
        return judgement

    return judge
