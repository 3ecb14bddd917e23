"""What a gradebook keeps, and what counts of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from grader.gradebook import Delivery, Gradebook, GradebookError, Run
from grader.grading.policy import Policy
from grader.report.standings import Person, Standing

from .conftest import INFO, begin, grade, report, result, submitted


def standing(book: Gradebook, person: str) -> Standing:
    record = book.class_record("week1")
    return next(each for each in record.standings if each.person.id == person)


def test_what_was_recorded_is_there_after_opening_again(book: Gradebook, path: Path) -> None:
    run = begin(book)
    grade(book, run, submitted("ana"), 7.5)
    book.close()
    with Gradebook.open(path) as again:
        record = again.class_record("week1")
        assert (record.assignment, record.max_points) == (INFO, 10)
        [only] = record.standings
        assert (only.person.id, only.state, only.points, only.attempt) == ("ana", "graded", 7.5, 1)
        assert only.report == report(7.5)
        assert again.seed("week1") == 7
        assert again.runs("week1")[0].ended_at is None


def test_handed_in_is_pending_until_it_is_graded(book: Gradebook, run: Run) -> None:
    book.take_in(run, [submitted("ana")])
    assert standing(book, "ana").state == "pending"
    assert standing(book, "ana").points is None


def test_who_is_on_the_roster_and_handed_in_nothing_is_missing(book: Gradebook, run: Run) -> None:
    book.enrol([Person("ana", "Ana Doe", "ana@x.example", {"canvas_id": "3"}), Person("bob")])
    grade(book, run, submitted("ana"), 5.0)
    assert standing(book, "bob").state == "missing"
    assert standing(book, "ana").person.ids == {"canvas_id": "3"}, "the roster's word stands"
    book.enrol([Person("ana")])
    assert [each.person.id for each in book.class_record("week1").standings] == ["ana"]


def test_a_fault_is_not_zero_points(book: Gradebook, run: Run) -> None:
    grade(book, run, submitted("ana"), None)
    ana = standing(book, "ana")
    assert (ana.state, ana.points) == ("not_graded", None)
    bob = submitted("bob")
    book.take_in(run, [bob])
    fault = replace(result(0.0, bob), status="fault", score=None, report=None, problem="no memory")
    book.record(run, "bob", fault)
    assert (standing(book, "bob").state, standing(book, "bob").points) == ("not_graded", None)


@pytest.mark.parametrize(("attempts", "points", "number"), [("best", 8.0, 1), ("latest", 6.0, 2)])
def test_the_policy_says_which_attempt_counts(
    book: Gradebook, attempts: str, points: float, number: int
) -> None:
    run = begin(book, Policy(attempts=attempts))  # type: ignore[arg-type]
    grade(book, run, submitted("ana", "first"), 8.0)
    grade(book, run, submitted("ana", "second"), 6.0)
    ana = standing(book, "ana")
    assert (ana.points, ana.attempt) == (points, number)
    assert [each.number for each in book.attempts("week1", "ana")] == [1, 2]


def test_the_best_attempt_is_the_best_after_lateness(book: Gradebook) -> None:
    policy = Policy(datetime(2026, 11, 20, tzinfo=timezone.utc), 0, 50)
    run = begin(book, policy)
    grade(book, run, submitted("ana", "in time", "2026-11-19T00:00:00.000Z"), 6.0)
    grade(book, run, submitted("ana", "too late", "2026-11-20T12:00:00.000Z"), 8.0)
    ana = standing(book, "ana")
    assert (ana.points, ana.late_penalty, ana.attempt) == (6.0, 0.0, 1)
    begin(book, replace(policy, attempts="latest"))
    ana = standing(book, "ana")
    assert (ana.points, ana.earned, ana.late_penalty, ana.attempt) == (4.0, 8.0, 4.0, 2)
    assert book.policy("week1").deadline == policy.deadline


def test_the_same_files_are_the_same_attempt(book: Gradebook, run: Run) -> None:
    book.take_in(run, [submitted("ana")])
    book.take_in(run, [submitted("ana", at="2026-11-19T00:00:00.000Z")])  # its time is known now
    book.take_in(run, [submitted("ana")])
    [only] = book.attempts("week1", "ana")
    assert only.submitted_at == "2026-11-19T00:00:00.000Z"
    book.take_in(run, [submitted("ana", at="2026-11-20T00:00:00.000Z")])  # handed in once more
    assert [each.number for each in book.attempts("week1", "ana")] == [1, 2]


def test_grading_again_replaces_and_is_remembered(book: Gradebook, run: Run) -> None:
    grade(book, run, submitted("ana"), 8.0)
    grade(book, begin(book, seed=8), submitted("ana"), 3.0)
    assert standing(book, "ana").points == 3.0
    [only] = book.attempts("week1", "ana")
    assert [each.score for each in only.results] == [8.0, 3.0]
    assert book.latest_results("week1")["ana", submitted("ana").digest].score == 3.0
    assert book.seed("week1") == 8


def test_submitted_files_are_kept_within_bounds(book: Gradebook, run: Run) -> None:
    book.take_in(run, [submitted("ana", "y = 2"), submitted("bob", "y = 2")])
    book.take_in(run, [submitted("eve", "#" * 500_001)])
    texts = {
        person: [
            content.data for each in book.attempts("week1", person) for content in each.contents
        ]
        for person in ("ana", "bob", "eve")
    }
    assert texts == {"ana": [b"y = 2"], "bob": [b"y = 2"], "eve": [None]}


def test_points_by_hand_count_and_are_remembered(book: Gradebook, run: Run) -> None:
    grade(book, run, submitted("ana"), 2.0)
    book.override("week1", "ana", 9.5, "oral exam")
    ana = standing(book, "ana")
    assert (ana.state, ana.points, ana.earned) == ("graded", 9.5, 2.0)
    assert ana.override is not None
    assert ana.override.reason == "oral exam"
    book.override("week1", "ana", None, "ill")
    assert (standing(book, "ana").state, standing(book, "ana").points) == ("excused", None)
    book.withdraw_override("week1", "ana", "was not ill")
    assert standing(book, "ana").points == 2.0
    entries = book.by_hand("week1", "ana")
    assert [each.reason for each in entries] == ["oral exam", "ill", "was not ill"]
    assert entries[2].override is None


@pytest.mark.parametrize(
    ("person", "points", "reason", "says"),
    [
        ("ana", float("nan"), "why", "number from 0"),
        ("ana", -1.0, "why", "number from 0"),
        ("ana", 5.0, "  ", "need a reason"),
        ("nobody", 5.0, "why", "no student 'nobody'"),
    ],
)
def test_overrides_that_are_refused(
    book: Gradebook, run: Run, person: str, points: float, reason: str, says: str
) -> None:
    book.take_in(run, [submitted("ana")])
    with pytest.raises(GradebookError, match=says):
        book.override("week1", person, points, reason)


def test_an_unknown_assignment_names_the_known_ones(book: Gradebook, run: Run) -> None:
    with pytest.raises(GradebookError, match="no assignment 'week2': it has week1"):
        book.class_record("week2")


def test_deliveries_are_noted_before_and_after(book: Gradebook, run: Run) -> None:
    book.take_in(run, [submitted("ana")])
    sent = Delivery("ana", "https://lms/items/1", 7.5, "2026-11-23T10:00:00.123Z", '{"a": 1}')
    number = book.begin_delivery("week1", sent)
    assert book.deliveries("week1", "https://lms/items/1") == (sent,)
    book.settle_delivery(number, "accepted", "201")
    [settled] = book.deliveries("week1", "https://lms/items/1")
    assert (settled.outcome, settled.detail, settled.id) == ("accepted", "201", number)
    assert book.deliveries("week1", "elsewhere") == ()
