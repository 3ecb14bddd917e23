"""The report as a student reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader.formats import wording
from grader.formats.advice import DETAIL_INDENT, detail, grouped, is_lost, line, optional, reason
from grader.formats.layout import BLANK, Paragraph, Tone, to_text
from grader.formats.priorities import fix_first
from grader.report.records import CheckResult, ExerciseResult, Report

_MARKS: dict[str, tuple[str, Tone]] = {
    "passed": ("✓", "good"),
    "partial": ("~", "part"),
    "not_graded": ("!", "fault"),
}
_LOST: tuple[str, Tone] = ("✗", "bad")
_CHECK_INDENT = 4


def render(
    report: Report,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: bool = False,
    encoding: str = "utf-8",
) -> str:
    """Return the summary of ``report`` for a terminal of ``width`` columns.

    ``verbose`` adds what was right, ids, timings, the student's output and what a replay needs.
    Characters that ``encoding`` lacks are written as their likeness in ASCII.
    """
    paragraphs = _report(report, verbose)
    return to_text(paragraphs, width=width, colour=colour, encoding=encoding)


def _report(report: Report, verbose: bool) -> Iterator[Paragraph]:
    yield Paragraph(line(f"{report.assignment.title}: {report.submission.id}"), "strong")
    yield BLANK
    started = [exercise for exercise in report.exercises if exercise.status != "missing"]
    yield from _exercises(started, verbose)
    missing = [exercise for exercise in report.exercises if exercise.status == "missing"]
    yield from _not_started(missing, verbose)
    yield BLANK
    yield _total(report)
    yield from _first(report)
    if report.isolation.note:
        yield Paragraph(line(report.isolation.note), "quiet")
    yield from (_run(report) if verbose else _hint_of_output(report))


def _exercises(exercises: Sequence[ExerciseResult], verbose: bool) -> Iterator[Paragraph]:
    room = max((len(_points(exercise)) for exercise in exercises), default=0)
    group = ""
    for exercise in exercises:
        if exercise.group != group:
            group = exercise.group
            yield Paragraph(line(group), "quiet")
        mark, tone = _MARKS.get(exercise.status, _LOST)
        lead = f"{mark} {_points(exercise):>{room}}  "
        yield Paragraph(line(wording.exercise_title(exercise)), "strong", lead, tone)
        details = list(_details(exercise, verbose))
        yield from details
        if details:
            yield BLANK


def _points(item: ExerciseResult | CheckResult) -> str:
    return wording.points(item.score, item.max_score)


def _details(exercise: ExerciseResult, verbose: bool) -> Iterator[Paragraph]:
    if exercise.status == "not_graded":
        yield Paragraph(wording.NOT_GRADED, "fault", indent=_CHECK_INDENT)
    if exercise.message:
        lead = "for your teachers: " if exercise.status == "not_graded" else ""
        yield Paragraph(exercise.message, lead=lead, indent=_CHECK_INDENT)
    if verbose:
        yield from _passed(exercise.checks)
    for same in grouped(check for check in exercise.checks if is_lost(check)):
        yield from _lost(same, verbose)
    yield from _skipped([check for check in exercise.checks if check.status == "skipped"])
    yield from _ungraded(exercise)
    yield from _remarks(exercise)


def _remarks(exercise: ExerciseResult) -> Iterator[Paragraph]:
    for remark in exercise.remarks:
        yield Paragraph(remark, lead="note: ", indent=_CHECK_INDENT)


def _passed(checks: Iterable[CheckResult]) -> Iterator[Paragraph]:
    for check in checks:
        if check.status == "passed":
            yield _check_head(check)
            yield _for_staff(check)


def _lost(checks: Sequence[CheckResult], verbose: bool) -> Iterator[Paragraph]:
    for check in checks:
        yield _check_head(check)
        if verbose:
            yield _for_staff(check)
    yield from reason(checks[0], verbose=verbose)


def _check_head(check: CheckResult) -> Paragraph:
    _, tone = _MARKS.get(check.status, _LOST)
    return Paragraph(line(check.title), "plain", f"{_points(check)}  ", tone, _CHECK_INDENT)


def _for_staff(check: CheckResult) -> Paragraph:
    parts = [check.id, check.status, f"{check.duration_s:.3f} s"]
    if check.diagnosis:
        parts.append(f"{check.diagnosis.bug} in {check.diagnosis.where}")
    for key in ("relative_error", "ratio"):
        if key in check.evidence:
            parts.append(f"{key.replace('_', ' ')} {wording.number(check.evidence[key])}")
    return Paragraph(line(", ".join(parts)), "quiet", indent=DETAIL_INDENT)


def _skipped(checks: Sequence[CheckResult]) -> Iterator[Paragraph]:
    if checks:
        lost = wording.points(0, sum(check.max_score for check in checks))
        titles = "; ".join(line(check.title) for check in checks)
        yield Paragraph(f"Not tried: {titles}", "plain", f"{lost}  ", "bad", _CHECK_INDENT)
    for why in dict.fromkeys(check.message for check in checks if check.message):
        yield detail(why)


def _ungraded(exercise: ExerciseResult) -> Iterator[Paragraph]:
    checks = [check for check in exercise.checks if check.status == "not_graded"]
    for check in checks:
        yield _check_head(check)
        yield from optional(check.message, "for your teachers: ")
    if checks and exercise.status != "not_graded":
        yield detail(wording.NOT_GRADED, tone="fault")


def _not_started(exercises: Sequence[ExerciseResult], verbose: bool) -> Iterator[Paragraph]:
    if not exercises:
        return
    titles = "; ".join(line(wording.exercise_title(exercise)) for exercise in exercises)
    worth = wording.amount(sum(exercise.max_score for exercise in exercises))
    yield Paragraph(f"Not started ({worth} points): {titles}", lead="- ", tone="quiet")
    for exercise in exercises:
        if verbose and exercise.message:
            yield Paragraph(exercise.message, "quiet", indent=_CHECK_INDENT)
        yield from _remarks(exercise)


def _total(report: Report) -> Paragraph:
    full = report.score is not None and report.score >= report.max_score > 0
    praise = " Everything is right." if full else ""
    lead = "No total" if report.score is None else "Total"
    return Paragraph(f"{lead}: {wording.total(report)}{praise}", "strong")


def _first(report: Report) -> Iterator[Paragraph]:
    """What to mend first, where there is a choice."""
    found = fix_first(report)
    if len(found) > 1:
        costs = wording.amount(found[0].lost)
        text = f"{found[0].exercise.title}: {found[0].check.title} ({costs} points)"
        yield Paragraph(line(text), lead="Mend first: ")


def _hint_of_output(report: Report) -> Iterator[Paragraph]:
    lines = len(report.output.splitlines())
    if lines:
        text = f"Your code printed {lines} line{'s'[: lines - 1]}; -v shows them."
        yield Paragraph(text, "quiet")


def _run(report: Report) -> Iterator[Paragraph]:
    if report.output:
        yield BLANK
        yield Paragraph("Your code printed:", "strong")
        yield Paragraph(report.output.rstrip("\n"), "quiet", "| ", "quiet", verbatim=True)
    yield BLANK
    for name, held in report.isolation.parts.items():
        yield Paragraph(f"{name}: {'yes' if held else 'no'}", "quiet", "isolation: ", "quiet")
    for file in report.submission.files:
        yield Paragraph(line(f"{file.path} ({file.bytes} bytes)"), "quiet", "graded: ", "quiet")
    made_with = report.environment
    yield Paragraph(
        f"--seed {report.seed} draws the same inputs again. grader {made_with.grader}, "
        f"Python {made_with.python}, NumPy {made_with.numpy}, {made_with.platform}; "
        f"{report.duration_s:.2f} s",
        "quiet",
    )
