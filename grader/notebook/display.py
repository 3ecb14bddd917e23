"""A report as a notebook shows it: the student's page where HTML is shown, plain text elsewhere."""

from __future__ import annotations

import base64
from html import escape

from grader.formats import FORMATS, terminal
from grader.formats.wording import points
from grader.report.records import Report

_WIDTH = 100
_TALL, _SHORT = "38em", "15em"


def mime_bundle(report: Report, *, verbose: bool) -> dict[str, str]:
    """The report by MIME type; a front end takes the richest that it knows."""
    text = terminal.render(report, width=_WIDTH, verbose=verbose)
    return {"text/plain": text, "text/html": _framed(report)}


def _framed(report: Report) -> str:
    """The page in a frame of its own.

    The frame may neither run scripts nor reach the notebook's page, and the styles of neither
    touch the other. Where a front end takes frames away, the line above remains.
    """
    title = f"{report.assignment.title}: {points(report.score, report.max_score)}"
    height = _SHORT if report.score == report.max_score else _TALL
    style = f"width:100%;height:{height};border:1px solid #8888;resize:vertical;overflow:auto"
    page = base64.b64encode(FORMATS["html"].render(report).encode()).decode()
    # Not srcdoc: there the page's links to its own parts would load the notebook into the frame.
    address = f"data:text/html;charset=utf-8;base64,{page}"
    return (
        f"<p><b>{escape(title)}</b></p>"
        f'<iframe sandbox="" title="{escape(title)}" style="{style}" src="{address}"></iframe>'
    )
