"""The pages: HTML that needs no server, no network and no other file than itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.classroom.summary import Summary
from grader.formats.wording import amount
from grader.gradebook import Attempt, HandGiven
from grader.report.records import AssignmentInfo
from grader.report.standings import Person, State
from grader.report.text import clean, clean_line

from .changes import file_changes
from .charts import histogram, progress
from .overview import Overview, Row

STATES: Mapping[State, str] = {
    "graded": "graded",
    "not_graded": "could not be graded",
    "pending": "not graded yet",
    "missing": "nothing handed in",
    "excused": "excused",
}
LONGEST = 2_000


def class_page(assignment: AssignmentInfo, found: Overview, links: Mapping[str, str]) -> str:
    """The page of the class; ``links`` leads from a person's id to the student's page."""
    counts = found.summary.bins
    size = 100 // len(counts)
    bins = [f"{size * i}-{size * (i + 1)} %" for i in range(len(counts))]
    return _rendered(
        "class.html",
        assignment=assignment,
        overview=found,
        links=links,
        names={row.standing.person.id: name_of(row.standing.person) for row in found.rows},
        states=[(STATES[state], count) for state, count in found.summary.states.items()],
        averages=_averages(found.summary),
        histogram=histogram(bins, counts),
        bins=list(zip(bins, counts, strict=True)),
        look=[row for row in found.rows if row.look],
    )


def student_page(
    assignment: AssignmentInfo,
    row: Row,
    attempts: Sequence[Attempt],
    by_hand: Sequence[HandGiven],
    report_link: str | None,
) -> str:
    """The page of one student: attempts, what changed between them, entries by hand."""
    last = [attempt.results[-1].score for attempt in attempts if attempt.results]
    scores = [score for score in last if score is not None]
    steps = [
        (f"From attempt {one.number} to attempt {other.number}", file_changes(one, other))
        for one, other in pairwise(attempts)
    ]
    return _rendered(
        "student.html",
        assignment=assignment,
        standing=row.standing,
        name=name_of(row.standing.person),
        look=row.look,
        attempts=attempts,
        by_hand=by_hand,
        report_link=report_link,
        progress=progress(scores, row.standing.max_points),
        steps=steps,
    )


def name_of(person: Person) -> str:
    """How a person is called on the pages."""
    return clean_line(person.name, 200) or clean_line(person.id, 200)


def _averages(summary: Summary) -> list[tuple[str, str]]:
    found = [("median points", summary.median), ("mean points", summary.mean)]
    return [(label, amount(value)) for label, value in found if value is not None]


@cache
def _environment() -> Environment:
    # Every value that a template prints is cleaned and escaped, whoever it came from.
    made = Environment(
        loader=PackageLoader("grader.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
    )
    style, script = _part("style.css"), _part("table.js")
    made.globals |= {
        "style": Markup(style),
        "script": Markup(script),
        "policy": _policy(style, script),
        "amount": amount,
        "percent": lambda share: f"{100 * share:.0f} %",
        "state_names": STATES,
    }
    return made


def _harmless(value: object) -> object:
    return clean(value, LONGEST) if type(value) is str else value


def _part(name: str) -> str:
    return files("grader.dashboard").joinpath("templates", name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """What the page may do: show this very style, run this very script, fetch nothing."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _rendered(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values) + "\n"
