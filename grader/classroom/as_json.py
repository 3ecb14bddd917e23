"""The same facts for programs: strict JSON on standard output."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TypeAlias

import click

from grader.gradebook import Attempt, HandGiven
from grader.report import to_json
from grader.report.records import Json
from grader.report.standings import Standing
from grader.report.text import clean

from .summary import Summary

Facts: TypeAlias = "dict[str, Json]"
_TEXT = 2_000


def print_json(facts: Facts) -> None:
    """Write facts as ASCII JSON."""
    click.echo(json.dumps(_cleaned(facts), indent=2, allow_nan=False, ensure_ascii=True))


def _cleaned(value: Json) -> Json:
    if isinstance(value, str):
        return clean(value, _TEXT)
    if isinstance(value, dict):
        return {clean(str(key), _TEXT): _cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item) for item in value]
    return value


def standing_facts(standing: Standing) -> Facts:
    """A standing with its report, in the report's published form."""
    person, override = standing.person, standing.override
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "ids": dict(person.ids),
        "state": standing.state,
        "points": standing.points,
        "max_points": standing.max_points,
        "earned": standing.earned,
        "late_penalty": standing.late_penalty,
        "override": None if override is None else asdict(override),
        "attempt": standing.attempt,
        "submitted_at": standing.submitted_at,
        "graded_at": standing.graded_at,
        "report": None if standing.report is None else to_json(standing.report),
    }


def summary_facts(summary: Summary) -> Facts:
    """The figures of a class."""
    facts: Facts = asdict(summary)
    return facts


def attempt_facts(attempt: Attempt) -> Facts:
    """An attempt and all its gradings, without their reports."""
    return {
        "attempt": attempt.number,
        "submission": attempt.digest,
        "origin": attempt.origin,
        "submitted_at": attempt.submitted_at,
        "seen_at": attempt.seen_at,
        "files": [asdict(content.file) for content in attempt.contents],
        "results": [
            {
                "status": result.status,
                "score": result.score,
                "reason": result.reason,
                "problem": result.problem,
                "graded_at": result.graded_at,
                "assignment": result.basis.assignment,
                "grader": result.basis.grader,
                "seed": result.basis.seed,
            }
            for result in attempt.results
        ],
    }


def by_hand_facts(entry: HandGiven) -> Facts:
    """An entry made by hand."""
    return {
        "points": None if entry.override is None else entry.override.points,
        "withdraws": entry.override is None,
        "reason": entry.reason,
        "at": entry.at,
    }
