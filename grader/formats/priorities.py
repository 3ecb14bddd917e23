"""What to mend first."""

from __future__ import annotations

from dataclasses import dataclass

from grader.formats.advice import grouped, is_lost
from grader.report.records import CheckResult, ExerciseResult, Report

MOST_FIRST = 3


@dataclass(frozen=True, slots=True)
class First:
    """Something to mend first: what it costs, where, and the check that shows it."""

    lost: float
    exercise: ExerciseResult
    check: CheckResult


def fix_first(report: Report) -> list[First]:
    """At most MOST_FIRST mistakes, the dearest first; those that follow from others are left out.

    What a mistake costs includes what was lost for the same reason.
    """
    found = []
    for exercise in report.exercises:
        lost = [check for check in exercise.checks if is_lost(check)]
        for group in grouped(check for check in lost if not check.evidence.get("builds_on")):
            costs = sum(check.max_score - (check.score or 0.0) for check in group)
            if costs > 0:
                found.append(First(costs, exercise, group[0]))
    return sorted(found, key=lambda first: -first.lost)[:MOST_FIRST]
