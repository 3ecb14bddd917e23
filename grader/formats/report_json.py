"""The report itself, as JSON."""

from __future__ import annotations

from grader.report.codec import dumps
from grader.report.records import Report


def render(report: Report) -> str:
    """Return the report's JSON text; ``grader.report.loads`` reads it back."""
    return dumps(report)
