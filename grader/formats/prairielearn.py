"""PrairieLearn's ``results.json`` of an external grader.

Fields and limits as in PrairieLearn/PrairieLearn, docs/externalGrading.md.
"""

from __future__ import annotations

from grader.formats import wording
from grader.formats.amounts import exact, fraction
from grader.formats.feedback import as_json, cut
from grader.formats.items import Item, items, within
from grader.report.fitting import encode
from grader.report.records import Json, Report
from grader.report.text import clean

CARRIES = "the score as a fraction, points and advice of every check, the student's prints"
CUTS = "advice and prints as far as 1 MiB asks for; extra credit above the maximum, at 1"

MAX_BYTES = 1024 * 1024
"""PrairieLearn drops the whole grade of a larger file."""


def render(report: Report) -> str:
    """Return the results; without a score the answer is not gradable and costs no attempt."""
    return within(MAX_BYTES, lambda room: encode(_results(report, room)))


def _results(report: Report, room: int) -> dict[str, Json]:
    graded = [item for item in items(report) if item.score is not None]
    return {
        **_verdict(report),
        "output": cut(clean(report.output, 5 * room), as_json, 5 * room),
        "tests": [_test(item, room) for item in graded],
    }


def _verdict(report: Report) -> dict[str, Json]:
    if report.score is None:
        return {"gradable": False, "message": wording.NOT_GRADED}
    score = wording.amount(report.score, report.max_score)
    return {
        "gradable": True,
        "score": fraction(report.score, report.max_score),
        "message": f"{score} of {wording.amount(report.max_score)} points. "
        f"{clean(report.isolation.note, 1000)}".strip(),
    }


def _test(item: Item, room: int) -> dict[str, Json]:
    # One test without points would hide the points of all.
    return {
        "name": f"{item.number} {item.exercise}",
        "description": item.title,
        "points": exact(item.score or 0.0),
        "max_points": exact(item.max_score),
        "message": cut(item.advice, as_json, room),
    }
