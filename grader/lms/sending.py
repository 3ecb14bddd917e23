"""Sends scores of a class, each once, and remembers in the gradebook what became of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Protocol

from grader.gradebook import Delivery, DeliveryOutcome, Gradebook
from grader.report.records import Json

APART = timedelta(seconds=1)
"""Between two scores of one student: some platforms compare timestamps in whole seconds."""
TIME, STUDENT = "timestamp", "student"
"""Keys of a content that are not what the platform is told of the score: when it is sent (LTI),
and for whom it is (Canvas)."""


class StoppedError(Exception):
    """Nothing more can be sent for now. Whether the last words arrived is not known."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a target is to know of one student, but for the time of sending."""

    person_id: str
    points: float | None
    content: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target made of a score; ``detail`` is for people."""

    outcome: DeliveryOutcome
    detail: str


class Target(Protocol):
    """A place for the scores of one assignment on one platform."""

    @property
    def name(self) -> str:
        """What the gradebook calls it: the same place, the same name."""

    @property
    def at_once(self) -> int:
        """How many scores may go in one message."""

    def stamped(self, content: Mapping[str, Json], time: str) -> Mapping[str, Json]:
        """The content as it is sent, with the time of sending if the platform wants it."""

    def send(self, bodies: Mapping[str, Mapping[str, Json]]) -> Mapping[str, Answer]:
        """Send what is known of these students; what became of each.

        Raises StoppedError when nothing more can be sent now.
        """


@dataclass(frozen=True, slots=True)
class Sent:
    """A score and what became of it."""

    score: Score
    answer: Answer


def outstanding(scores: Sequence[Score], sent: Sequence[Delivery]) -> list[Score]:
    """Those whose last delivery was not accepted or said something else."""
    last = {delivery.person_id: delivery for delivery in sent}
    return [score for score in scores if not _arrived(score, last.get(score.person_id))]


def _arrived(score: Score, last: Delivery | None) -> bool:
    if last is None or last.outcome != "accepted":
        return False
    told = json.loads(last.body)
    told.pop(TIME, None)
    return bool(told == score.content)


def send(
    book: Gradebook,
    assignment_id: str,
    target: Target,
    scores: Sequence[Score],
    now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
) -> Iterator[Sent]:
    """Send ``scores`` and yield what became of each as soon as it is known and written down.

    Each is noted before it is sent: a run that is cut off leaves it "unknown", and the next run
    sends it again with a later time. Raises StoppedError, after noting it, when nothing more
    can be sent.
    """
    latest = {each.person_id: each.sent_at for each in book.deliveries(assignment_id, target.name)}
    for start in range(0, len(scores), target.at_once):
        part = scores[start : start + target.at_once]
        noted = [
            _note(book, assignment_id, target, score, _time(latest.get(score.person_id), now()))
            for score in part
        ]
        yield from _sent(book, target, part, noted)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A score as it stands in the gradebook, just before it is sent."""

    number: int
    body: Mapping[str, Json]


def _note(book: Gradebook, assignment_id: str, target: Target, score: Score, time: str) -> _Noted:
    body = target.stamped(score.content, time)
    text = json.dumps(body, allow_nan=False)
    delivery = Delivery(score.person_id, target.name, score.points, time, text)
    return _Noted(book.begin_delivery(assignment_id, delivery), body)


def _sent(
    book: Gradebook, target: Target, part: Sequence[Score], noted: Sequence[_Noted]
) -> Iterator[Sent]:
    bodies = {score.person_id: each.body for score, each in zip(part, noted, strict=True)}
    try:
        answers = target.send(bodies)
    except StoppedError as stopped:
        for each in noted:
            book.settle_delivery(each.number, "unknown", str(stopped))
        raise
    for score, each in zip(part, noted, strict=True):
        answer = answers[score.person_id]
        book.settle_delivery(each.number, answer.outcome, answer.detail)
        yield Sent(score, answer)


def _time(last: str | None, now: datetime) -> str:
    """The time to send with: now, or a second after the last one, should that be later."""
    moment = now
    if last is not None:
        moment = max(now, datetime.fromisoformat(last.replace("Z", "+00:00")) + APART)
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
