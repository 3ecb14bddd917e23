"""Statements of the Experience API 1.0.3 for a learning record store."""

from __future__ import annotations

import json
import re
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from grader.formats import identity, moments
from grader.formats.amounts import exact, fraction, plain
from grader.formats.exports import Export, FormatError, Note, Target, graded_only, no_id
from grader.formats.feedback import as_json, of_standing
from grader.report.records import Json
from grader.report.standings import ClassRecord, Standing
from grader.report.text import clean_line

KEY = "email"
CARRIES = "points and their fraction, the advice as response"
CUTS = "not graded, pending, missing and excused; the response at 20,000 bytes"

_SCORED = "http://adlnet.gov/expapi/verbs/scored"
_ADDRESS = re.compile(r"(?:https?://|urn:)[\w.~:/?#@!$&'()*+,;=%-]{1,500}", re.ASCII)


def render(record: ClassRecord, target: Target) -> Export:
    """Return one statement a student who has points; sent again, it has the same id.

    People are known by their e-mail addresses; ``item`` is the activity's IRI.

    Raises:
        FormatError: ``item`` is no IRI, or the assignment has no points.
    """
    notes: list[Note] = []
    activity = _activity(record, target)
    statements = []
    for standing, points in graded_only(record, notes):
        address, time = identity.email(standing.person), moments.of_result(standing)
        if address is None:
            notes.append(no_id(standing, [KEY]))
        elif time is None:
            notes.append(Note(standing.person.id, "the gradebook has no time for the result"))
        else:
            same = f"{activity} {address} {time} {plain(points)}"
            result = _result(standing, points, notes)
            statements.append(
                {
                    "id": str(uuid5(NAMESPACE_URL, same)),
                    "actor": {"mbox": f"mailto:{address}"},
                    "verb": {"id": _SCORED, "display": {"en": "scored"}},
                    "object": _object(record, activity),
                    "result": result,
                    "timestamp": time,
                }
            )
    text = json.dumps(statements, allow_nan=False, indent=2)
    return Export(f"{text}\n".encode(), tuple(notes))


def _activity(record: ClassRecord, target: Target) -> str:
    if record.max_points <= 0:
        raise FormatError("a score of 0 points has no place on a scale: nothing to write")
    if not target.item:
        return f"urn:x-grader:assignment:{quote(record.assignment.id, safe='')}"
    if not _ADDRESS.fullmatch(target.item):
        raise FormatError(
            f"{clean_line(target.item, 80)!r} is no address of an activity: give one with "
            "--item, such as https://lms.example/hw1"
        )
    return target.item


def _object(record: ClassRecord, activity: str) -> dict[str, Json]:
    title = clean_line(record.assignment.title, 300)
    return {"id": activity, "definition": {"name": {"en": title}}}


def _result(standing: Standing, points: float, notes: list[Note]) -> dict[str, Json]:
    return {
        "score": _score(standing, points, notes),
        "completion": True,
        "response": of_standing(standing, as_json),
    }


def _score(standing: Standing, points: float, notes: list[Note]) -> dict[str, Json]:
    scale: dict[str, Json] = {
        "scaled": fraction(points, standing.max_points),
        "raw": exact(max(points, 0.0)),
        "min": 0,
    }
    if points > standing.max_points:  # no raw score may lie above a stated maximum
        notes.append(
            Note(standing.person.id, "the scaled score stops at 1, raw is whole", "changed")
        )
        return scale
    return {**scale, "max": exact(standing.max_points)}
