"""What of a report students see at each level of feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.report import dumps, loads
from grader.report.feedback import for_students
from grader.report.records import CheckResult, ExerciseResult, Feedback, Report


def at(level: Feedback, report: Report) -> Report:
    return replace(report, assignment=replace(report.assignment, feedback=level))


def test_full_feedback_is_the_report_itself(report: Report) -> None:
    assert for_students(report) is report


def test_hints_say_what_and_where_but_no_number(report: Report) -> None:
    seen = for_students(at("hints", report))
    check = seen.exercises[1].checks[1]
    assert check.message == "dW2 is 4 times too large"
    assert check.diagnosis is not None
    assert check.evidence == {"array": "dW2", "index": [1, 0]}


def test_hints_leave_out_evidence_that_nobody_has_thought_of(report: Report) -> None:
    check = replace(report.exercises[1].checks[1], evidence={"picture": "<svg>", "case": "3 rows"})
    exercise = replace(report.exercises[1], checks=(check,))
    seen = for_students(at("hints", replace(report, exercises=(exercise,))))
    assert seen.exercises[0].checks[0].evidence == {"case": "3 rows"}


def test_status_leaves_points_and_states(report: Report) -> None:
    seen = for_students(at("status", replace(report, output="secret")))
    check = seen.exercises[1].checks[1]
    assert (check.status, check.score, check.message, check.look_at) == (
        "partial",
        1.25,
        None,
        None,
    )
    assert (check.diagnosis, dict(check.evidence)) == (None, {})
    assert (seen.score, seen.output, seen.exercises[1].remarks) == (report.score, "", ())


def test_a_fault_that_is_not_theirs_is_told_to_students_at_any_level(report: Report) -> None:
    check = CheckResult("a.b", "b", "not_graded", None, 1.0, "not your fault")
    exercise = ExerciseResult("a", "A", "not_graded", None, 1.0, "not your fault", checks=(check,))
    whole = replace(report, exercises=(exercise,), status="not_graded", score=None, max_score=1.0)
    seen = for_students(at("status", whole))
    assert seen.exercises[0].message == seen.exercises[0].checks[0].message == "not your fault"


@pytest.mark.parametrize("level", ["hints", "status"])
def test_the_same_again_changes_nothing_and_it_is_a_report(report: Report, level: Feedback) -> None:
    seen = for_students(at(level, report))
    assert for_students(seen) == seen
    assert loads(dumps(seen)).assignment.feedback == level
