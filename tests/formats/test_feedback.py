from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.formats import feedback
from grader.report.records import CheckResult, ExerciseResult, Report

MakeReport = Callable[..., Report]


def lost(name: str, points: float, message: str = "wrong") -> CheckResult:
    return CheckResult(f"net.{name}", name, "failed", 0.0, points, message=f"{message} {name}")


def net(*checks: CheckResult) -> ExerciseResult:
    worth = sum(check.max_score for check in checks)
    return ExerciseResult("net", "Net", "failed", 0.0, worth, checks=checks)


def test_the_worst_loss_comes_first(make_report: MakeReport) -> None:
    report = make_report(net(lost("small", 1), lost("large", 8), lost("middle", 3)))
    text = feedback.of_report(report, feedback.as_text)
    assert text.startswith("Total: 0 of 12 points.")
    assert text.index("large") < text.index("middle") < text.index("small")


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (feedback.as_text, str.encode),
        (feedback.as_html, lambda text: html.escape(text).encode()),
        (feedback.as_json, lambda text: ascii(text).encode()[1:-1]),
    ],
)
@pytest.mark.parametrize("budget", [0, 60, 300, 2_000])
def test_what_does_not_fit_is_counted_after_escaping_and_said(
    make_report: MakeReport,
    size: feedback.Size,
    written: Callable[[str], bytes],
    budget: int,
) -> None:
    checks = [lost(f"check {n}", 1 + n, "<\u20ac>" * 100) for n in range(9)]
    text = feedback.of_report(make_report(net(*checks)), size, budget)
    assert len(written(text)) <= max(budget, 60)
    assert "more in the full report)" in text
    if budget == 2_000:
        assert "check 8" in text


def test_a_single_long_finding_is_cut_and_not_dropped(make_report: MakeReport) -> None:
    report = make_report(net(lost("long", 8, "y" * 50_000)))
    text = feedback.of_report(report, feedback.as_text)
    assert 19_000 < len(text) <= 20_000
    assert text.endswith("...[cut]")


def test_a_comment_says_no_more_than_students_may_see(make_report: MakeReport) -> None:
    shown = make_report(net(lost("a", 1, "secret hint")))
    bare = replace(shown, assignment=replace(shown.assignment, feedback="status"))
    assert "secret hint" in feedback.of_report(shown, feedback.as_text)
    assert "secret hint" not in feedback.of_report(bare, feedback.as_text)


def test_a_fault_is_told_as_ours(make_report: MakeReport) -> None:
    fault = ExerciseResult("a", "A", "not_graded", None, 5.0, message="disk full on node 7")
    text = feedback.of_report(make_report(fault), feedback.as_text)
    assert "not with you" in text
    assert "disk full" not in text
