"""A report as a notebook shows it: rich where the page can, plain text elsewhere."""

from __future__ import annotations

from html import escape

from grader.formats import terminal
from grader.formats.wording import points
from grader.report.records import ExerciseResult, Report

_WIDTH = 100
_STYLE = "text-align:left;padding:0.1em 1em 0.1em 0"


def mime_bundle(report: Report, *, verbose: bool) -> dict[str, str]:
    """The report by MIME type; a page takes the richest that it knows."""
    text = terminal.render(report, width=_WIDTH, verbose=verbose)
    return {"text/plain": text, "text/html": _html(report, text)}


def _html(report: Report, text: str) -> str:
    rows = "".join(map(_row, report.exercises))
    total = points(report.score, report.max_score)
    return (
        f"<table><caption><b>{escape(report.assignment.title)}: {escape(total)}</b></caption>"
        f'<thead><tr><th style="{_STYLE}">Exercise</th><th style="{_STYLE}">Result</th>'
        f'<th style="{_STYLE}">Points</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'
    )


def _row(exercise: ExerciseResult) -> str:
    cells = (exercise.title, exercise.status, points(exercise.score, exercise.max_score))
    inner = "".join(f'<td style="{_STYLE}">{escape(cell)}</td>' for cell in cells)
    return f"<tr>{inner}</tr>"
