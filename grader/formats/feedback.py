"""A whole report as one text for a comment's field, the worst losses first."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Sequence

from grader.formats import advice, wording
from grader.formats.advice import line
from grader.report.feedback import for_students
from grader.report.records import CheckResult, ExerciseResult, Report
from grader.report.standings import Standing

COMMENT_BYTES = 20_000
"""Of a comment, escaped: a page or two of advice, far below what any importer refuses."""

_BETWEEN = "\n\n"
_LEAST = 200
"""Less of a finding than this is not worth its room."""

Size = Callable[[str], int]


def as_text(text: str) -> int:
    """Return the bytes of ``text`` in UTF-8."""
    return len(text.encode("utf-8"))


def as_html(text: str) -> int:
    """Return the bytes of ``text`` in an HTML or XML file."""
    return as_text(html.escape(text))


def as_json(text: str) -> int:
    """Return the bytes of ``text`` in an ASCII JSON file."""
    return len(json.dumps(text)) - 2


def as_html_in_json(text: str) -> int:
    """Return the bytes of ``text`` as HTML inside an ASCII JSON file."""
    return as_json(html.escape(text))


def of_report(report: Report, size: Size, budget: int = COMMENT_BYTES) -> str:
    """Return the advice of ``report`` in at most ``budget`` bytes as ``size`` counts them."""
    return fitted([_total(report), *blocks(report)], size, budget)


def of_standing(standing: Standing, size: Size, budget: int = COMMENT_BYTES) -> str:
    """Return what counts and why, then the advice of the report that counts."""
    advised = blocks(standing.report) if standing.report else ()
    return fitted(["\n".join(_counts(standing)), *advised], size, budget)


def fitted(pieces: Sequence[str], size: Size, budget: int) -> str:
    """Join ``pieces`` by empty lines as far as ``budget`` allows, and say what is left out."""
    kept = cut(pieces[0], size, max(budget - size(_rest(len(pieces))), 0))
    for number, piece in enumerate(pieces[1:], start=1):
        after = len(pieces) - 1 - number
        room = budget - size(kept) - size(_BETWEEN) - size(_rest(after))
        if size(piece) <= room:
            kept += _BETWEEN + piece
        elif room < _LEAST:
            return kept + _rest(after + 1)
        else:
            return kept + _BETWEEN + cut(piece, size, room) + _rest(after)
    return kept


def _rest(number: int) -> str:
    return f"{_BETWEEN}({number} more in the full report)" if number else ""


def cut(text: str, size: Size, budget: int) -> str:
    """Return ``text``, or as much of its start as ``budget`` allows with a mark after it."""
    if size(text) <= budget:
        return text
    mark = " ...[cut]"
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = size(text[:middle] + mark) <= budget
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low] + mark


def blocks(report: Report) -> Iterator[str]:
    """Yield the findings of ``report`` as its students see it, what cost most first."""
    shown = for_students(report)
    found = [finding for exercise in shown.exercises for finding in _findings(exercise)]
    yield from (text for _, text in sorted(found, key=lambda each: -each[0]))
    missing = [exercise for exercise in shown.exercises if exercise.status == "missing"]
    if missing:
        titles = "; ".join(line(wording.exercise_title(exercise)) for exercise in missing)
        worth = wording.amount(sum(exercise.max_score for exercise in missing))
        yield f"Not started ({worth} points): {titles}"


def _findings(exercise: ExerciseResult) -> Iterator[tuple[float, str]]:
    """Yield points lost and text of what is to be said on an exercise."""
    title = line(wording.exercise_title(exercise))
    whole = advice.of_exercise(exercise)
    if exercise.status == "missing":  # they share a line at the end
        return
    if whole:
        lost = 0.0 if exercise.checks else exercise.max_score - (exercise.score or 0.0)
        points = wording.points(exercise.score, exercise.max_score)
        yield lost, f"{title}: {points}\n{whole}"
    for same in advice.grouped(check for check in exercise.checks if check.status != "passed"):
        heads = [f"{title}, {line(check.title)}: {_points(check)}" for check in same]
        yield sum(map(_lost, same)), "\n".join([*heads, advice.of_check(same[0])])


def _points(check: CheckResult) -> str:
    return wording.points(check.score, check.max_score)


def _lost(check: CheckResult) -> float:
    return 0.0 if check.score is None else check.max_score - check.score


def _total(report: Report) -> str:
    if report.score is None:
        return f"No total: not everything could be graded.\n{wording.NOT_GRADED}"
    score = wording.amount(report.score, report.max_score)
    return f"Total: {score} of {wording.amount(report.max_score)} points."


def _counts(standing: Standing) -> Iterator[str]:
    most = wording.amount(standing.max_points)
    if standing.points is not None:
        yield f"Total: {wording.amount(standing.points, standing.max_points)} of {most} points."
    if standing.late_penalty and standing.earned is not None:
        earned, off = wording.amount(standing.earned), wording.amount(standing.late_penalty)
        yield f"Earned {earned}, less {off} for being late."
    if standing.override:
        yield "The points that count were given by hand."
    if standing.state == "not_graded":
        yield wording.NOT_GRADED
    if standing.state == "excused":
        yield "You are excused."
