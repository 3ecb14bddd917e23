"""The report as one page for the student: self-contained, without scripts, for screen and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from grader.formats import evidence, pictures, wording
from grader.formats.advice import grouped, is_lost
from grader.formats.evidence import Code
from grader.formats.pictures import Picture
from grader.formats.priorities import fix_first
from grader.report.records import CheckResult, ExerciseResult, Report
from grader.report.text import clean

CARRIES = "everything that there is to say to a student, with pictures"
CUTS = "a text at 20,000 characters"

_TEMPLATES = Path(__file__).with_name("templates")
_MAX_TEXT = 20_000
_MARKS = {"passed": "✓", "partial": "~", "missing": "-", "not_graded": "!"}
_STATES = {
    "passed": "all points",
    "partial": "some points",
    "failed": "no points",
    "missing": "not started",
    "error": "could not be run",
    "not_graded": "could not be graded",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """Checks lost for one reason, and everything there is to say and to see about it."""

    anchor: str
    checks: Sequence[CheckResult]
    message: str | None
    advice: str | None
    formula: str | None
    facts: Sequence[tuple[str, str]]
    trace: Sequence[str]
    code: Code | None
    pictures: Sequence[Picture]
    look_at: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """One exercise."""

    anchor: str
    result: ExerciseResult
    points: str
    mark: str
    state: str
    share: float
    lost: Sequence[Lost]
    passed: Sequence[CheckResult]
    skipped: Sequence[CheckResult]
    skipped_because: Sequence[str]
    ungraded: Sequence[CheckResult]


@dataclass(frozen=True, slots=True)
class Start:
    """One line of what to mend first."""

    anchor: str
    check: str
    exercise: str
    lost: str
    why: str


def render(report: Report) -> str:
    """Return the page as HTML text.

    It holds what the report holds: nothing is computed anew, and what was left out of the
    report, such as by an assignment's level of feedback, is not on the page.
    """
    sections = [_section(number, each) for number, each in enumerate(report.exercises, 1)]
    style = Markup(pictures.css() + (_TEMPLATES / "page.css").read_text("utf-8"))
    return (
        _environment()
        .get_template("student.html.j2")
        .render(
            report=report,
            sections=sections,
            starts=_starts(report, sections),
            style=style,
            style_hash=_digest(style),
            words=wording,
        )
        .strip()
        + "\n"
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_cleaned,
    )


def _cleaned(value: Any) -> Any:
    """Every text on its way into the page; what is markup already was made of clean text."""
    return clean(value, _MAX_TEXT) if type(value) is str else value


def _digest(style: str) -> str:
    """The style's hash as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _section(number: int, result: ExerciseResult) -> Section:
    checks = result.checks
    skipped = [check for check in checks if check.status == "skipped"]
    groups = grouped(check for check in checks if is_lost(check))
    anchor = f"exercise-{number}"
    share = (result.score or 0.0) / result.max_score if result.max_score else 0.0
    return Section(
        anchor,
        result,
        wording.points(result.score, result.max_score),
        _MARKS.get(result.status, "✗"),
        _STATES.get(result.status, result.status),
        share,
        [_lost(f"{anchor}-{each}", group) for each, group in enumerate(groups, 1)],
        [check for check in checks if check.status == "passed"],
        skipped,
        list(dict.fromkeys(check.message for check in skipped if check.message)),
        [check for check in checks if check.status == "not_graded"],
    )


def _lost(anchor: str, checks: Sequence[CheckResult]) -> Lost:
    check = checks[0]
    return Lost(
        anchor,
        checks,
        None if _is_said_by_the_diagnosis(check) else wording.observation(check),
        check.diagnosis.text if check.diagnosis else None,
        wording.formula(check),
        list(_facts(check)),
        wording.listed(check, "traceback"),
        evidence.code(check),
        [picture for picture in _pictures(check) if picture is not None],
        _look_at(check),
    )


def _is_said_by_the_diagnosis(check: CheckResult) -> bool:
    said = check.message or ""
    return check.diagnosis is not None and said != "" and check.diagnosis.text.startswith(said)


def _look_at(check: CheckResult) -> str | None:
    lead, place = wording.look_at(check) or ("", "")
    return f"{lead.capitalize()}{place}" or None


def _facts(check: CheckResult) -> Iterable[tuple[str, str]]:
    worst = wording.worst_entry(check)
    if worst:
        name, _, values = worst.partition(": ")
        own_words = name.startswith(("worst", "for example"))
        yield name[:1].upper() + name[1:] if own_words else name, values
    tried = wording.tried_with(check)
    if tried:
        yield "Tried with", tried
    kept = wording.follow_through(check)
    if kept:
        yield "Kept", kept.replace(" points kept:", " points:")
    for warning in wording.listed(check, "warnings"):
        yield "Python warned", warning


def _pictures(check: CheckResult) -> Iterable[Picture | None]:
    yield pictures.derivation_graph(evidence.steps(check))
    training, boundary = evidence.training(check), evidence.boundary(check)
    if training is not None:
        yield pictures.loss_curves(training)
    if boundary is not None:
        yield pictures.decision_boundaries(boundary)
    arrays = evidence.arrays(check)
    if arrays is not None:
        yield pictures.heat_maps(
            evidence.name_of(check.evidence.get("array", "the array")),
            arrays,
            tolerance=evidence.number_of(check.evidence.get("tolerance")),
            ratio=evidence.number_of(check.evidence.get("ratio")),
        )
    yield pictures.gradient_scatter(evidence.points(check))
    yield pictures.gradient_flow(evidence.flow(check))


def _starts(report: Report, sections: Sequence[Section]) -> list[Start]:
    anchors = {
        check.id: lost.anchor
        for section in sections
        for lost in section.lost
        for check in lost.checks
    }
    return [
        Start(
            anchors[first.check.id],
            first.check.title,
            first.exercise.title,
            wording.amount(first.lost),
            wording.observation(first.check).partition("\n")[0],
        )
        for first in fix_first(report)
    ]
