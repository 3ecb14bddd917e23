"""A report in GitHub's Markdown, for a comment or the summary of a job."""

from __future__ import annotations

from grader.formats import wording
from grader.formats.feedback import as_text, blocks, fitted
from grader.formats.markdown_text import block, head, literal, row
from grader.report.records import Report

CARRIES = "points of every exercise, and the advice"
CUTS = "the advice at 60,000 bytes, the worst losses stay"

_MAX_BYTES = 60_000
"""A comment on GitHub may have 65,536 characters."""


def render(report: Report) -> str:
    """Return a table of the exercises, then what to mend, the worst loss first."""
    title = literal(f"{report.assignment.title}: {report.submission.id}")
    table = [head(("Exercise", "Points", "State"))]
    for exercise in report.exercises:
        points = wording.points(exercise.score, exercise.max_score)
        state = exercise.status.replace("_", " ")
        table.append(row((literal(wording.exercise_title(exercise)), points, state)))
    parts = [f"## {title}", _total(report), "\n".join(table)]
    if found := list(blocks(report)):
        parts.append(block(fitted(found, as_text, _MAX_BYTES)))
    return "\n\n".join(parts) + "\n"


def _total(report: Report) -> str:
    if report.score is None:
        return f"**No total.** {wording.NOT_GRADED}"
    return f"**{wording.points(report.score, report.max_score)} points**"
