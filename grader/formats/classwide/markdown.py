"""A class in GitHub's Markdown."""

from __future__ import annotations

from grader.formats import wording
from grader.formats.exports import STATE_WORDS, Export, Target
from grader.formats.markdown_text import head, literal, row
from grader.report.standings import ClassRecord, Standing

KEY = "id"
CARRIES = "every state, penalties, what was given by hand"
CUTS = "all advice"


def render(record: ClassRecord, target: Target) -> Export:
    """Return a table with a line for each student."""
    title = literal(target.item or record.assignment.title)
    lines = [f"## {title}", "", head(("Id", "Name", "Points", "State"))]
    lines += [_line(standing) for standing in record.standings]
    return Export(("\n".join(lines) + "\n").encode())


def _line(standing: Standing) -> str:
    state = [STATE_WORDS[standing.state]]
    if standing.late_penalty:
        state.append(f"late: -{wording.amount(standing.late_penalty)}")
    if standing.override:
        state.append("by hand")
    person = standing.person
    points = wording.points(standing.points, standing.max_points)
    return row((literal(person.id), literal(person.name), points, ", ".join(state)))
