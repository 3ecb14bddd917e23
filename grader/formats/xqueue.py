"""The reply of an external grader to Open edX: the ``xqueue_body`` of ``put_result``.

Fields as edX's own parser reads them: xblocks_contrib, problem/capa/responsetypes.py.
"""

from __future__ import annotations

import html
import json

from grader.formats.amounts import exact
from grader.formats.exports import FormatError
from grader.formats.feedback import as_html_in_json, of_report
from grader.report.records import Json, Report

CARRIES = "points, and the advice as one message"
CUTS = "the message at 20,000 bytes, the worst losses stay; a report without a score is refused"


def render(report: Report) -> str:
    """Return the reply on one line; its message is well-formed XML.

    Raises:
        FormatError: the report has no score, and the queue no word for that.
    """
    if report.score is None:
        raise FormatError(
            "Open edX has no word for 'could not be graded': send no reply, then it hands the "
            "submission out again"
        )
    reply: dict[str, Json] = {
        "correct": report.score >= report.max_score,
        "score": exact(report.score),
        "msg": f"<div><pre>{html.escape(of_report(report, as_html_in_json))}</pre></div>",
    }
    return json.dumps(reply, allow_nan=False) + "\n"
