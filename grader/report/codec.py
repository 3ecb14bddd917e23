"""The report's JSON form: strict to write, strict to read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from grader.report.fitting import encode_within
from grader.report.records import (
    SCHEMA_VERSION,
    AssignmentInfo,
    CheckResult,
    Diagnosis,
    Environment,
    ExerciseResult,
    Isolation,
    Report,
    Submission,
    SubmittedFile,
)
from grader.report.rules import require_agreement, rounded, snapped
from grader.report.strict import ReportError, parse
from grader.report.text import clean

MAX_BYTES = 1_000_000
"""Size of a written report; some learning-management systems refuse more than 1 MiB."""

_MAX_TEXT = 100_000
# JSON numbers are floats to most readers: larger integers would change on the way.
_MAX_INTEGER = 2**53 - 1


def to_json(report: Report) -> dict[str, Any]:
    """Return ``report`` as JSON data, keys in the order of the records.

    Scores are rounded to 5 decimals (half to even) and the total is their exact sum; all text is
    cleaned; numbers in evidence that JSON lacks become "nan", "inf" and "-inf".

    Raises:
        ReportError: scores contradict each other or a status, an id occurs twice, or a value has
            no JSON form. This is a defect of whoever made the report.
    """
    data: dict[str, Any] = {"schema_version": SCHEMA_VERSION, **_record(report)}
    exercises = data["exercises"]
    counted = [exercise for exercise in exercises if not exercise["extra_credit"]]
    data["score"] = snapped(data["score"], [exercise["score"] for exercise in exercises])
    data["max_score"] = snapped(data["max_score"], [each["max_score"] for each in counted])
    require_agreement(data)
    return data


def dumps(report: Report) -> str:
    """Write ``report`` as ASCII JSON text of at most ``MAX_BYTES``, ending in a line end.

    Evidence, then output, then messages are cut where it takes that to fit, and say so.

    Raises:
        ReportError: as for ``to_json``, or the report does not fit after all cuts.
    """
    text = encode_within(to_json(report), MAX_BYTES)
    if len(text) > MAX_BYTES:
        raise ReportError(
            f"the report has {len(text)} bytes after all cuts; {MAX_BYTES} are allowed"
        )
    return text


def loads(text: str) -> Report:
    """Read a report that ``dumps``, or anyone who follows the schema, wrote.

    Raises:
        ReportError: the text is too long, not strict JSON (duplicate keys, NaN, numbers out of
            range, lone surrogates, NUL), against the schema, or its scores contradict each other.
    """
    data = parse(text, MAX_BYTES)
    validate(data)
    require_agreement(data)
    return _report(data)


def recall(text: str) -> Report:
    """Read a report that ``dumps`` wrote and nobody else could have changed since.

    It is not held against the schema again, which takes ten times as long as reading it.

    Raises:
        ReportError: the text is not strict JSON, or not of this version of the report.
    """
    data = parse(text, MAX_BYTES)
    try:
        return _report(data)
    except (KeyError, TypeError) as error:
        raise ReportError(f"the report is of another version: {error}") from error


@cache
def _schema_text() -> str:
    return Path(__file__).with_name("schema.json").read_text("utf-8")


def schema() -> dict[str, Any]:
    """Return the published schema of the report (JSON Schema draft 2020-12)."""
    parsed: dict[str, Any] = json.loads(_schema_text())
    return parsed


@cache
def _validator() -> Any:
    # A tenth of a second: only who reads reports pays it. By name, since it ships no types.
    jsonschema: Any = import_module("jsonschema")
    return jsonschema.Draft202012Validator(schema())


def validate(data: object) -> None:
    """Raise ``ReportError`` with the place and the reason where ``data`` breaks the schema."""
    error = next(_validator().iter_errors(data), None)
    if error is not None:
        raise ReportError(f"{error.json_path}: {clean(error.message, 500)}")


def _record(record: Any) -> dict[str, Any]:
    data = {}
    for field in fields(record):
        write: Callable[[Any], Any] = _FIELDS.get(field.name, _value)
        data[field.name] = write(getattr(record, field.name))
    return data


def _value(value: object) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return clean(value, _MAX_TEXT)
        case Integral():
            return _integer(int(value))
        case Real():
            return _number(float(value))
        case Mapping():
            return {clean(str(key), _MAX_TEXT): _value(item) for key, item in value.items()}
        case list() | tuple():
            return [_value(item) for item in value]
        case _ if is_dataclass(value):
            return _record(value)
    raise ReportError(f"a {type(value).__name__} has no JSON form; put plain numbers and text in")


def _integer(value: int) -> int | float | str:
    if abs(value) <= _MAX_INTEGER:
        return value
    try:
        return float(value)
    except OverflowError:
        return "inf" if value > 0 else "-inf"


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _seconds(value: float) -> float:
    if not (math.isfinite(value) and value >= 0):
        raise ReportError(f"a duration must be a finite number of seconds, not {value}")
    return round(float(value), 6)


def _seed(value: int) -> int:
    if not 0 <= value <= _MAX_INTEGER:
        raise ReportError(f"a seed must be between 0 and 2**53 - 1, not {value}")
    return int(value)


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "score": rounded,
    "max_score": rounded,
    "score_without_follow_through": rounded,
    "duration_s": _seconds,
    "seed": _seed,
}


def _report(data: dict[str, Any]) -> Report:
    known = {key: value for key, value in data.items() if key != "schema_version"}
    files = tuple(SubmittedFile(**file) for file in data["submission"]["files"])
    return Report(
        **{
            **known,
            "assignment": AssignmentInfo(**data["assignment"]),
            "submission": Submission(data["submission"]["id"], files),
            "exercises": tuple(map(_exercise, data["exercises"])),
            "isolation": Isolation(**data["isolation"]),
            "environment": Environment(**data["environment"]),
        }
    )


def _exercise(data: dict[str, Any]) -> ExerciseResult:
    lists = {"remarks": tuple(data["remarks"]), "checks": tuple(map(_check, data["checks"]))}
    return ExerciseResult(**{**data, **lists})


def _check(data: dict[str, Any]) -> CheckResult:
    diagnosis = data["diagnosis"]
    return CheckResult(**{**data, "diagnosis": Diagnosis(**diagnosis) if diagnosis else None})
