"""The result of a grader step for GitHub Classroom's reporter.

Fields as in classroom-resources/autograding-grading-reporter: JSON in base64, the value of a
step's output ``result``. The reporter prints names and messages into a log whose lines can be
commands of the workflow; none of ours can.
"""

from __future__ import annotations

import base64
import json
import re

from grader.formats.amounts import exact
from grader.formats.feedback import as_json, cut
from grader.formats.items import Item, items, within
from grader.report.records import Json, Report
from grader.report.text import clean_line

CARRIES = "points and advice of every check"
CUTS = "advice as far as 96 KiB ask for, each to one line; not graded is an error without points; "
CUTS += "the reporter's table counts tests that passed whole, its points are the sum"

MAX_BYTES = 96 * 1024
"""Linux gives an environment variable 128 KiB, name included."""

_COMMAND = re.compile(r":(?=:)|##(?=\[)")
"""The start of a command in a runner's log, up to where a blank breaks it."""


def render(report: Report) -> str:
    """Return the result; without a score its maximum is 0, which the reporter does not count."""
    return within(MAX_BYTES, lambda room: _encoded(report, room))


def _encoded(report: Report, room: int) -> str:
    graded = report.score is not None
    result: dict[str, Json] = {
        "version": 1,
        "status": _status(report),
        "max_score": _number(report.max_score) if graded else 0,
        "tests": [_test(item, room, counts=graded) for item in items(report)],
    }
    text = json.dumps(result, allow_nan=False)
    return base64.b64encode(text.encode("ascii")).decode("ascii") + "\n"


def _status(report: Report) -> str:
    if report.score is None:
        return "error"
    return "pass" if report.score >= report.max_score else "fail"


def _test(item: Item, room: int, *, counts: bool) -> dict[str, Json]:
    statuses = {"right": "pass", "not_graded": "error"}
    return {
        "name": _logged(f"{item.exercise}: {item.title}"),
        "status": statuses.get(item.outcome, "fail"),
        "score": _number(item.score or 0.0) if counts else 0,
        "message": cut(_logged(item.advice), as_json, room),
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": round(1000 * item.duration_s),
    }


def _number(points: float) -> float:
    value = exact(points)
    return int(value) if value.is_integer() else value


def _logged(text: str) -> str:
    """Return text on one line that a runner's log cannot take for a command."""
    return _COMMAND.sub(r"\g<0> ", clean_line(text, 20_000))
