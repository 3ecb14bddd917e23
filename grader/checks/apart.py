"""Cases that are tried in one message, of which none pays for another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, NoReturn, TypeVar

from grader.judgement.verdicts import Judgement
from grader.session import Lost, Steps, Student, StudentFault

from .expect import Parts

T = TypeVar("T")
Note = Callable[[Steps], Callable[[], T]]
"""Notes what a case needs; gives a function that tells what came of it."""


def apart(student: Student, *notes: Note[T]) -> list[Callable[[], T]]:
    """Try several cases in one message; for each, a function that tells what came of it.

    A note is called with :class:`Steps`, notes what its case needs, in a section of its own to
    begin with, and returns such a function. A fault costs its own case alone: those after one
    that the student's process does not survive are noted again, and tried in the next process.
    Where each case is a single call of a function of the file, ``Steps.named`` is enough.
    """
    cases = _Cases(student, notes)
    return [partial(cases.outcome, place) for place in range(len(notes))]


def judge_apart(student: Student, *notes: Note[None]) -> Judgement:
    """Try several cases in one message; each is a part of the check."""
    parts = Parts()
    for judge in apart(student, *notes):
        with parts.part():
            judge()
    return parts.judgement()


class _Cases(Generic[T]):
    def __init__(self, student: Student, notes: Sequence[Note[T]]) -> None:
        self._student = student
        self._notes = notes
        self._outcomes: list[Callable[[], T]] = []
        self._note_from(0)

    def outcome(self, place: int) -> T:
        """What came of a case."""
        try:
            return self._outcomes[place]()
        except Lost:
            self._note_from(place)
            return self._outcomes[place]()

    def _note_from(self, place: int) -> None:
        steps = Steps(self._student)
        self._outcomes[place:] = [_noted(steps, note) for note in self._notes[place:]]


def _noted(steps: Steps, note: Note[T]) -> Callable[[], T]:
    steps.new_section()
    try:
        return note(steps)
    except StudentFault as fault:  # such as a function that is missing
        return partial(_fail, fault)


def _fail(fault: StudentFault) -> NoReturn:
    raise fault
