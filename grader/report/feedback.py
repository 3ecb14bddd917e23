"""How much of a report its students see: the assignment's level, applied to a report's copy.

A gradebook keeps the whole report. Whatever is shown or sent to a student goes through
:func:`for_students`, so that no format decides by itself what to leave out.
"""

from __future__ import annotations

from dataclasses import replace

from grader.report.records import CheckResult, ExerciseResult, Report

HINTS = frozenset(
    {
        "array",
        "builds_on",
        "case",
        "code",
        "cut",
        "epoch",
        "expected_shape",
        "formula",
        "got_shape",
        "index",
        "steps",
        "tolerance",
        "traceback",
        "warnings",
    }
)
"""The evidence that stays with "hints": where something is wrong, but no number and no picture."""


def for_students(report: Report) -> Report:
    """The report as the students of its assignment see it.

    "full" leaves it as it is. "hints" leaves out what was expected and what was given instead.
    "status" leaves points and states, and why an exercise could not run at all. Scores and what
    a replay needs always stay. The same again changes nothing.
    """
    level = report.assignment.feedback
    if level == "full":
        return report
    if level == "hints":
        return replace(report, exercises=tuple(map(_hints, report.exercises)))
    return replace(report, exercises=tuple(map(_status, report.exercises)), output="")


def _hints(exercise: ExerciseResult) -> ExerciseResult:
    checks = tuple(
        replace(check, evidence={k: v for k, v in check.evidence.items() if k in HINTS})
        for check in exercise.checks
    )
    return replace(exercise, checks=checks)


def _status(exercise: ExerciseResult) -> ExerciseResult:
    return replace(exercise, remarks=(), checks=tuple(map(_bare, exercise.checks)))


def _bare(check: CheckResult) -> CheckResult:
    if check.status == "not_graded":  # whose fault it is, students must be told
        return replace(check, evidence={})
    return replace(check, message=None, look_at=None, diagnosis=None, evidence={})
