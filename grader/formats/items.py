"""A report as a flat list of tests, for systems that know of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from grader.formats import advice, wording
from grader.formats.advice import line
from grader.formats.exports import FormatError
from grader.report.records import CheckResult, ExerciseResult, Report

Outcome = Literal["right", "lost", "skipped", "not_graded"]

_ROOMS = (20_000, 5_000, 1_000, 200, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """A check, or an exercise that could not be tried at all.

    ``score`` is ``None`` exactly when ``outcome`` is "not_graded". ``number`` is the place of
    the exercise and of the check, such as "2.1". ``advice`` is plain cleaned text.
    """

    id: str
    exercise: str
    title: str
    number: str
    outcome: Outcome
    score: float | None
    max_score: float
    advice: str
    duration_s: float = 0.0


def items(report: Report) -> list[Item]:
    """Return the tests of ``report`` in order; each exercise has one or more."""
    return [
        item
        for place, exercise in enumerate(report.exercises, start=1)
        for item in _items(exercise, place)
    ]


def within(limit: int, write: Callable[[int], str]) -> str:
    """Return what ``write`` makes with as many bytes for each advice as ``limit`` allows.

    Raises:
        FormatError: the report is too long even without any advice.
    """
    for room in _ROOMS:
        text = write(room)
        if len(text.encode()) <= limit:
            return text
    raise FormatError(f"the report does not fit into the {limit} bytes that this format may have")


def _items(exercise: ExerciseResult, place: int) -> Iterator[Item]:
    title, whole = line(wording.exercise_title(exercise)), advice.of_exercise(exercise)
    if not exercise.checks:
        yield Item(
            line(exercise.id),
            title,
            title,
            str(place),
            _outcome(exercise),
            exercise.score,
            exercise.max_score,
            whole,
        )
    for number, check in enumerate(exercise.checks, start=1):
        first = [whole] if number == 1 else []
        yield Item(
            line(check.id),
            title,
            line(check.title),
            f"{place}.{number}",
            _outcome(check),
            check.score,
            check.max_score,
            "\n".join(filter(None, [*first, advice.of_check(check)])),
            check.duration_s,
        )


def _outcome(result: ExerciseResult | CheckResult) -> Outcome:
    if result.score is None:
        return "not_graded"
    if result.status == "skipped":
        return "skipped"
    return "right" if result.status == "passed" else "lost"
