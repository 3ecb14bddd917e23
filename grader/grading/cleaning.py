"""The one place where text that a student's code made enters a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.report.records import CheckResult, Diagnosis, ExerciseResult, Json, Report
from grader.report.text import clean, clean_line

MESSAGE, LINE, OUTPUT = 2_000, 300, 20_000


def cleaned_report(report: Report) -> Report:
    """The report with every text cleaned of control characters and cut to size."""
    submission = replace(
        report.submission,
        id=clean_line(report.submission.id, LINE),
        files=tuple(
            replace(file, path=clean_line(file.path, LINE)) for file in report.submission.files
        ),
    )
    return replace(
        report,
        submission=submission,
        exercises=tuple(_exercise(exercise) for exercise in report.exercises),
        output=clean(report.output, OUTPUT),
    )


def _exercise(exercise: ExerciseResult) -> ExerciseResult:
    return replace(
        exercise,
        message=_optional(exercise.message),
        remarks=tuple(clean_line(text, LINE) for text in exercise.remarks),
        checks=tuple(_check(check) for check in exercise.checks),
    )


def _check(check: CheckResult) -> CheckResult:
    return replace(
        check,
        message=_optional(check.message),
        look_at=_optional(check.look_at),
        diagnosis=None if check.diagnosis is None else _diagnosis(check.diagnosis),
        evidence={key: _json(value) for key, value in check.evidence.items()},
    )


def _diagnosis(diagnosis: Diagnosis) -> Diagnosis:
    return Diagnosis(
        diagnosis.bug, clean_line(diagnosis.where, LINE), clean(diagnosis.text, MESSAGE)
    )


def _optional(text: str | None) -> str | None:
    return None if text is None else clean(text, MESSAGE)


def _json(value: Json) -> Json:
    if isinstance(value, str):
        return clean(value, LINE)
    if isinstance(value, Mapping):
        return {clean_line(key, LINE): _json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    return value
