from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from grader.gradebook import Gradebook
from grader.grading.policy import Policy
from grader.lms.sending import Answer, Score, StoppedError, outstanding, send
from grader.report.records import AssignmentInfo
from grader.report.standings import Person

NOON = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


class Place:
    """A target that answers from a list, and remembers."""

    name = "place 1"

    def __init__(self, *answers, at_once=1):
        self.answers, self.at_once = list(answers), at_once
        self.got = []

    def stamped(self, content, time):
        return {**content, "timestamp": time}

    def send(self, bodies):
        self.got.append(dict(bodies))
        answer = self.answers.pop(0) if self.answers else Answer("accepted", "")
        if isinstance(answer, BaseException):
            raise answer
        return dict.fromkeys(bodies, answer)


@pytest.fixture
def book(tmp_path):
    with Gradebook.make(tmp_path / "g.db") as book:
        info = AssignmentInfo("week1", "Week 1", "sha256:" + "a" * 64)
        book.begin_run(info, max_points=10, policy=Policy(), grader="0.1", seed=7)
        book.enrol([Person("ana"), Person("ben"), Person("cy")])
        yield book


def scores(**points):
    return [Score(name, each, {"scoreGiven": each}) for name, each in points.items()]


def push(book, place, given, at=NOON):
    due = outstanding(given, book.deliveries("week1", place.name))
    return [sent.answer.outcome for sent in send(book, "week1", place, due, lambda: at)]


def noted(book):
    return [(each.person_id, each.outcome) for each in book.deliveries("week1", "place 1")]


def times(book, person):
    all_sent = book.deliveries("week1", "place 1")
    return [json.loads(each.body)["timestamp"] for each in all_sent if each.person_id == person]


def test_a_score_is_sent_once_and_again_when_it_changed(book):
    assert push(book, Place(), scores(ana=1.0, ben=2.0)) == ["accepted", "accepted"]
    assert push(book, Place(), scores(ana=1.0, ben=2.0)) == []
    place = Place()
    assert push(book, place, scores(ana=1.0, ben=3.0)) == ["accepted"]
    assert list(place.got[0]) == ["ben"]
    assert push(book, Place(), scores(ana=1.0, ben=2.0)) == ["accepted"]  # back again: a change


def test_times_increase_by_a_second_at_least_whatever_the_clock_says(book):
    for number, clock in enumerate((NOON, NOON, datetime(2020, 1, 1, tzinfo=timezone.utc))):
        push(book, Place(), scores(ana=float(number)), clock)
    assert times(book, "ana") == [f"2026-11-28T12:00:0{n}.000Z" for n in range(3)]


def test_what_is_refused_is_told_kept_and_tried_again(book):
    refusing = Place(Answer("refused", "409 newer"), Answer("accepted", ""))
    assert push(book, refusing, scores(ana=1.0, ben=2.0)) == ["refused", "accepted"]
    assert noted(book) == [("ana", "refused"), ("ben", "accepted")]
    assert push(book, Place(), scores(ana=1.0, ben=2.0)) == ["accepted"]


def test_a_run_that_stops_is_taken_up_by_the_next(book):
    stopping = Place(Answer("accepted", ""), StoppedError("busy"))
    with pytest.raises(StoppedError):
        push(book, stopping, scores(ana=1.0, ben=2.0, cy=3.0))
    assert noted(book) == [("ana", "accepted"), ("ben", "unknown")]
    place = Place()
    push(book, place, scores(ana=1.0, ben=2.0, cy=3.0))
    assert [list(bodies) for bodies in place.got] == [["ben"], ["cy"]]
    assert times(book, "ben") == ["2026-11-28T12:00:00.000Z", "2026-11-28T12:00:01.000Z"]


def test_an_interrupt_leaves_what_was_sent_noted(book):
    with pytest.raises(KeyboardInterrupt):
        push(book, Place(KeyboardInterrupt()), scores(ana=1.0))
    assert noted(book) == [("ana", "unknown")]


def test_many_go_in_one_message_where_the_target_takes_them(book):
    place = Place(at_once=2)
    push(book, place, scores(ana=1.0, ben=2.0, cy=3.0))
    assert [list(bodies) for bodies in place.got] == [["ana", "ben"], ["cy"]]


def test_another_place_has_not_been_told(book):
    push(book, Place(), scores(ana=1.0))
    elsewhere = Place()
    elsewhere.name = "place 2"
    assert push(book, elsewhere, scores(ana=1.0)) == ["accepted"]
