"""Gradescope's ``results.json``.

Fields as in gradescope/autograder_samples, docs/specs.md.
"""

from __future__ import annotations

from grader.formats import wording
from grader.formats.amounts import exact
from grader.formats.exports import FormatError
from grader.formats.feedback import COMMENT_BYTES, as_json, cut
from grader.formats.items import Item, items
from grader.report.fitting import encode
from grader.report.records import Json, Report
from grader.report.text import clean

CARRIES = "points and advice of every check, the student's prints, seed and versions"
CUTS = "an advice or the prints at 20,000 bytes; a report without a score is refused"


def render(report: Report) -> str:
    """Return the results; all text is marked as plain text, which Gradescope does not interpret.

    Raises:
        FormatError: the report has no score, and Gradescope no word for that: without a results
            file it says that the autograder failed.
    """
    if report.score is None:
        raise FormatError(
            "Gradescope has no word for 'could not be graded': write no results file, then it "
            "reports a failure of the autograder and no points"
        )
    results: dict[str, Json] = {
        "score": exact(report.score),
        "execution_time": round(report.duration_s, 3),
        "output": _output(report),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(item) for item in items(report)],
        "extra_data": {
            "seed": report.seed,
            "assignment": clean(report.assignment.digest, 100),
            "grader": clean(report.environment.grader, 100),
            "isolation": report.isolation.level,
        },
    }
    return encode(results)


def _output(report: Report) -> str:
    note = clean(report.isolation.note, 1000)
    printed = cut(clean(report.output, COMMENT_BYTES), as_json, COMMENT_BYTES)
    return f"{note}\n\nYour code printed:\n{printed}" if printed else note


def _test(item: Item) -> dict[str, Json]:
    # Without a status of its own, a test of 0 points would count as passed.
    return {
        "name": item.title if item.title == item.exercise else f"{item.exercise}: {item.title}",
        "number": item.number,
        "score": exact(item.score or 0.0),
        "max_score": exact(item.max_score),
        "status": "passed" if item.outcome == "right" else "failed",
        "output": cut(item.advice, as_json, COMMENT_BYTES) or wording.ALL_RIGHT,
        "tags": [item.id],
    }
