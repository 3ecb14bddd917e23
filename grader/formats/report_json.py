"""The report itself, as JSON."""

from __future__ import annotations

from grader.report.codec import dumps
from grader.report.records import Report

CARRIES = "everything: docs/report.md has its fields"
CUTS = "evidence, prints, then messages, as far as 1,000,000 bytes ask for"


def render(report: Report) -> str:
    """Return the report's JSON text; ``grader.report.loads`` reads it back."""
    return dumps(report)
