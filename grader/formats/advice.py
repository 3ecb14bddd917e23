"""What a student reads about a check that lost points: the same in every format for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.formats import evidence, wording
from grader.formats.layout import GLUE, Paragraph, Tone
from grader.report.records import CheckResult, ExerciseResult
from grader.report.text import clean, clean_line

DETAIL_INDENT = 6

_TRACEBACK_LINES = 3
_OWN_LINES = 3
_WARNINGS = 3
_MAX_LINE = 300
_MAX_TEXT = 20_000


def line(text: str) -> str:
    """Return ``text`` cleaned for a place that has one line."""
    return clean_line(text, _MAX_LINE)


def is_lost(check: CheckResult) -> bool:
    """Whether the check was tried and lost points."""
    return check.status not in ("passed", "skipped", "not_graded")


def grouped(checks: Iterable[CheckResult]) -> list[list[CheckResult]]:
    """Put checks that were lost for the same reason together, in order of the first of each."""
    groups: dict[object, list[CheckResult]] = {}
    for check in checks:
        why = (check.message or check.id, check.look_at, wording.worst_entry(check))
        groups.setdefault(why, []).append(check)
    return list(groups.values())


def reason(check: CheckResult, *, verbose: bool = False) -> Iterator[Paragraph]:
    """Say what was wrong, where, and where to look; ``verbose`` shows whole lists."""
    yield detail(wording.message(check))
    trace = wording.listed(check, "traceback")
    for each in trace if verbose else trace[-_TRACEBACK_LINES:]:
        yield detail(line(each), "at ", "quiet")
    yield from optional(wording.worst_entry(check), "")
    yield from optional(wording.derivation(check), "steps: ")
    yield from optional(wording.follow_through(check), "", "good")
    yield from optional(wording.losses(check), "training: ")
    warned = wording.listed(check, "warnings")
    for each in warned if verbose else warned[:_WARNINGS]:
        yield detail(line(each), "Python warned: ")
    yield from optional(wording.tried_with(check), "tried with ", "quiet")
    yield from _own_lines(check)
    lead, place = wording.look_at(check) or ("", "")
    yield from optional(line(place), lead, "strong")


def _own_lines(check: CheckResult) -> Iterator[Paragraph]:
    """The lines of the student's own that name the quantity at fault, where no traceback does."""
    code = evidence.code(check)
    if code is None or check.evidence.get("traceback"):
        return
    for number in sorted(code.marked)[:_OWN_LINES]:
        if 0 <= number - code.first < len(code.lines):
            text = code.lines[number - code.first].strip()
            yield detail(line(text), f"{code.place} line {number}: ", "quiet")


def detail(text: str, lead: str = "", tone: Tone = "plain") -> Paragraph:
    """Return one line of a reason."""
    return Paragraph(text, tone, lead, tone, DETAIL_INDENT)


def optional(text: str | None, lead: str, tone: Tone = "plain") -> Iterator[Paragraph]:
    """Yield one line of a reason where there is something to say."""
    if text:
        yield detail(text, lead, tone)


def of_check(check: CheckResult) -> str:
    """Return the advice on one check as plain cleaned text; "" when there is none to give."""
    if check.status == "passed":
        return ""
    if check.status == "not_graded":
        return wording.NOT_GRADED
    said = "\n".join(each.lead + each.text for each in reason(check))
    return clean(said.replace(GLUE, " "), _MAX_TEXT)


def of_exercise(exercise: ExerciseResult) -> str:
    """Return what is to be said on an exercise as a whole, its remarks included."""
    fault = [wording.NOT_GRADED] if exercise.status == "not_graded" else []
    # The message of an ungraded exercise is for teachers.
    message = [exercise.message] if exercise.message and not fault else []
    if exercise.status == "missing" and not message:
        message = [wording.NOT_STARTED]
    notes = [f"note: {remark}" for remark in exercise.remarks]
    return clean("\n".join([*fault, *message, *notes]), _MAX_TEXT)
