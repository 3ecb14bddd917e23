"""What marks a wrong answer: students of one run got the same cases, so equal numbers are telling.

Equal wrong numbers mean the same mistake or the same origin; which of them, numbers cannot say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from grader.report.records import CheckResult, ExerciseResult, Json, Report

NUMBERS = ("array", "index", "got", "relative_error", "ratio", "got_shape")
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The wrong numbers of one exercise. ``named`` are the known mistakes that explain them."""

    exercise: str
    digest: str
    named: tuple[str, ...]
    checks: int


def fingerprints(report: Report) -> Iterator[Fingerprint]:
    """One for each exercise in which wrong numbers were seen."""
    for exercise in report.exercises:
        marks = list(_marks(exercise))
        if marks:
            text = json.dumps([report.seed, *marks], sort_keys=True)
            named = {c.diagnosis.bug for c in exercise.checks if c.diagnosis is not None}
            digest = sha256(text.encode()).hexdigest()
            yield Fingerprint(exercise.title, digest, tuple(sorted(named)), len(marks))


def _marks(exercise: ExerciseResult) -> Iterator[list[Json]]:
    for check in exercise.checks:
        if check.status in ("failed", "partial") and "got" in check.evidence:
            yield [check.id, check.score, *_numbers(check)]


def _numbers(check: CheckResult) -> Iterator[Json]:
    for key in NUMBERS:
        value = check.evidence.get(key)
        # Equal programs on unlike machines differ in the last digits.
        yield f"{value:.{DIGITS}g}" if isinstance(value, float) else value
