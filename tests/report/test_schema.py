from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import jsonschema
import pytest

from grader.report import ReportError, records, schema, to_json, validate
from grader.report.records import Report

REMOVE = object()


def test_the_schema_is_valid_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_written_report_is_accepted(report: Report) -> None:
    validate(to_json(report))


@pytest.mark.parametrize(
    ("place", "value", "complaint"),
    [
        ("schema_version", "2.0", r"\$.schema_version"),
        ("score", None, "None is not of type 'number'"),
        ("score", -1, "less than the minimum"),
        ("score", "27", "not of type"),
        ("score", True, "not of type"),
        ("status", "not_graded", "not of type 'null'"),
        ("status", "passed", "not one of"),
        ("grade", "A", "grade.*unexpected"),
        ("seed", REMOVE, "'seed' is a required property"),
        ("seed", 2**53, "greater than the maximum"),
        ("seed", 1.5, "not of type 'integer'"),
        ("started_at", "yesterday", r"\$.started_at"),
        ("assignment.digest", "sha1:abc", r"\$.assignment.digest"),
        ("submission.files.0.sha256", "B" * 64, "does not match"),
        ("submission.files.0.bytes", -1, "less than the minimum"),
        ("submission.files.0.mode", 644, "mode.*unexpected"),
        ("isolation.level", "none", "not one of"),
        ("isolation.parts.landlock", "yes", "not of type 'boolean'"),
        ("environment.numpy", REMOVE, "'numpy' is a required property"),
        ("exercises.0.status", "timeout", "not one of"),
        ("exercises.0.score", None, "not of type 'number'"),
        ("exercises.0.status", "not_graded", "not of type 'null'"),
        ("exercises.0.remarks", "one", "not of type 'array'"),
        ("exercises.1.checks.0.message", "passed and yet", "not of type 'null'"),
        ("exercises.1.checks.0.hidden", True, "hidden.*unexpected"),
        ("exercises.1.checks.1.status", "not_graded", "not of type 'null'"),
        ("exercises.1.checks.1.score", None, "not of type 'number'"),
        ("exercises.1.checks.1.diagnosis.bug", "Missing Mean", "not valid|does not match"),
        ("exercises.1.checks.1.diagnosis.where", REMOVE, "not valid|required"),
        ("exercises.1.checks.1.evidence", [], "not of type 'object'"),
        ("exercises.1.checks.1.evidence.index", 3, "not of type 'array'"),
        ("exercises.1.checks.1.evidence.steps", [{"step": "dZ1", "state": "ok"}], "not one of"),
        ("exercises.1.checks.1.duration_s", -0.1, "less than the minimum"),
    ],
)
def test_a_broken_report_is_refused_with_its_place(
    report: Report, place: str, value: object, complaint: str
) -> None:
    with pytest.raises(ReportError, match=complaint):
        validate(changed(to_json(report), place, value))


def test_a_report_that_could_not_be_graded_has_no_score(report: Report) -> None:
    data = changed(changed(to_json(report), "status", "not_graded"), "score", None)
    validate(data)


def test_other_evidence_is_welcome(report: Report) -> None:
    validate(changed(to_json(report), "exercises.1.checks.1.evidence.epsilon", 1e-5))


@pytest.mark.parametrize("data", [None, [], "report", 3, {}])
def test_other_json_is_refused(data: object) -> None:
    with pytest.raises(ReportError):
        validate(data)


def test_every_field_of_the_records_is_published() -> None:
    published = {name for name, _ in properties(schema())}
    for record in (getattr(records, name) for name in dir(records)):
        if hasattr(record, "__dataclass_fields__"):
            assert {field.name for field in fields(record)} <= published


def test_every_published_field_is_described() -> None:
    definitions = schema()["$defs"]
    for name, field in properties(schema()):
        target = definitions.get(field.get("$ref", "").rpartition("/")[2], {})
        description = field.get("description") or target.get("description", "")
        assert re.search(r"\w+.*\.?$", description), name


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """All fields that some object of the schema defines; rules under if/then/else only refer."""
    if isinstance(part, list):
        for item in part:
            yield from properties(item)
    elif isinstance(part, dict):
        if "properties" in part and part.get("type") == "object":
            yield from part["properties"].items()
        for value in part.values():
            yield from properties(value)


def changed(data: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    data = copy.deepcopy(data)
    *path, last = place.split(".")
    holder: Any = data
    for step in path:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    if value is REMOVE:
        del holder[last]
    else:
        holder[last] = value
    return data
