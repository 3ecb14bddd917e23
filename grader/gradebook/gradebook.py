"""The gradebook of a class: one file that forgets nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.grading.policy import Policy
from grader.report.records import AssignmentInfo
from grader.report.standings import ClassRecord, Override, Person, Standing

from . import counting, deliveries, reading, writing
from .records import Attempt, Delivery, DeliveryOutcome, HandGiven, Result, Run, Submitted
from .store import GradebookError, Store, make_store, open_store
from .tables import AssignmentRow, OverrideRow, PersonRow, RunRow


class Gradebook:
    """Everything known of a class, in one database.

    Each method that writes is one transaction: when it returns, what it wrote survives a crash
    of the program and of the machine. All methods raise GradebookError, with a message for
    people, when the file cannot be used. Several programs may read while one writes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path: Path) -> Gradebook:
        """The gradebook in an existing file."""
        return cls(open_store(path))

    @classmethod
    def make(cls, path: Path) -> Gradebook:
        """The gradebook in a file, which is made if it is not there."""
        return cls(make_store(path))

    def close(self) -> None:
        """Let the file go."""
        self._store.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Grading

    def begin_run(
        self,
        assignment: AssignmentInfo,
        *,
        max_points: float,
        policy: Policy,
        grader: str,
        seed: int,
    ) -> Run:
        """Note that a class is being graded, from which seed and by which version."""
        with self._store.writing() as session:
            return writing.add_run(
                session,
                assignment,
                max_points=max_points,
                policy=policy,
                grader=grader,
                seed=seed,
            )

    def end_run(self, run: Run) -> None:
        """Note that all of it was done; a run without this note was cut off."""
        with self._store.writing() as session:
            writing.end_run(session, run)

    def enrol(self, people: Iterable[Person]) -> None:
        """Make ``people`` the class: who is missing is told from now on by them."""
        with self._store.writing() as session:
            writing.enrol(session, people)

    def take_in(self, run: Run, submissions: Iterable[Submitted]) -> None:
        """Enter submissions as attempts, if they are new; nothing is graded yet."""
        with self._store.writing() as session:
            for submitted in submissions:
                writing.add_attempt(session, run.assignment_id, submitted)

    def record(self, run: Run, person_id: str, result: Result) -> None:
        """Enter a finished result."""
        with self._store.writing() as session:
            writing.add_result(session, run, person_id, result)

    def latest_results(self, assignment_id: str) -> dict[tuple[str, str], Result]:
        """By person and digest of the submission, the last result, without its report."""
        with self._store.reading() as session:
            return reading.latest_results(session, assignment_id)

    def seed(self, assignment_id: str) -> int | None:
        """The seed that the class was graded with last."""
        with self._store.reading() as session:
            row = session.get(AssignmentRow, assignment_id)
            return None if row is None else row.seed

    # Reading

    def assignments(self) -> tuple[AssignmentInfo, ...]:
        """All assignments that were graded, sorted by id."""
        with self._store.reading() as session:
            rows = session.scalars(select(AssignmentRow).order_by(AssignmentRow.id))
            return tuple(map(reading.info_of, rows))

    def policy(self, assignment_id: str) -> Policy:
        """What the last run knew of deadline and attempts."""
        with self._store.reading() as session:
            return reading.policy_of(self._assignment(session, assignment_id).policy)

    def runs(self, assignment_id: str) -> tuple[Run, ...]:
        """All runs, oldest first."""
        with self._store.reading() as session:
            self._assignment(session, assignment_id)
            rows = select(RunRow).where(RunRow.assignment_id == assignment_id).order_by(RunRow.id)
            return tuple(map(reading.run_of, session.scalars(rows)))

    def people(self) -> tuple[Person, ...]:
        """Everybody known, on the roster or not, sorted by id."""
        with self._store.reading() as session:
            rows = session.scalars(select(PersonRow).order_by(PersonRow.id))
            return tuple(map(reading.person_of, rows))

    def enrolled(self) -> tuple[Person, ...]:
        """The class as it was enrolled last, sorted by id; nobody if it never was."""
        with self._store.reading() as session:
            rows = select(PersonRow).where(PersonRow.enrolled).order_by(PersonRow.id)
            return tuple(map(reading.person_of, session.scalars(rows)))

    def points(self, assignment_id: str) -> dict[str, float | None]:
        """What counts, by person: of all who are in the standings."""
        with self._store.reading() as session:
            row = self._assignment(session, assignment_id)
            return {each.person.id: each.points for each in counting.counted(session, row)}

    def standings(self, assignment_id: str) -> Iterator[Standing]:
        """Everybody's standing, sorted by id; only one report is in memory at a time."""
        with self._store.reading() as session:
            yield from counting.standings(session, self._assignment(session, assignment_id))

    def class_record(self, assignment_id: str) -> ClassRecord:
        """All standings with their reports: what exports read."""
        with self._store.reading() as session:
            row = self._assignment(session, assignment_id)
            standings = tuple(counting.standings(session, row))
            return ClassRecord(reading.info_of(row), row.max_points, standings)

    def attempts(self, assignment_id: str, person_id: str) -> Iterator[Attempt]:
        """A student's attempts, oldest first, with reports and the files handed in."""
        with self._store.reading() as session:
            self._assignment(session, assignment_id)
            self._person(session, person_id)
            yield from reading.attempts_of(session, assignment_id, person_id)

    # Overrides

    def override(
        self, assignment_id: str, person_id: str, points: float | None, reason: str
    ) -> Override:
        """Give points by hand (``None``: excuse), from now on and whatever is graded."""
        if points is not None and not (math.isfinite(points) and 0 <= points <= 1e6):
            raise GradebookError(f"{points:g} points cannot be given: name a number from 0 up")
        given = Override(points, reason, writing.now())
        self._enter_by_hand(assignment_id, person_id, given, reason)
        return given

    def withdraw_override(self, assignment_id: str, person_id: str, reason: str) -> None:
        """Let the graded points count again."""
        self._enter_by_hand(assignment_id, person_id, None, reason)

    def by_hand(self, assignment_id: str, person_id: str) -> tuple[HandGiven, ...]:
        """All that was entered by hand for a student, oldest first."""
        with self._store.reading() as session:
            return reading.hand_given(session, assignment_id, person_id)

    def _enter_by_hand(
        self, assignment_id: str, person_id: str, given: Override | None, reason: str
    ) -> None:
        if not reason.strip():
            raise GradebookError("points given by hand need a reason")
        with self._store.writing() as session:
            self._assignment(session, assignment_id)
            self._person(session, person_id)
            row = OverrideRow(
                assignment_id=assignment_id,
                person_id=person_id,
                points=None if given is None else given.points,
                withdrawn=given is None,
                reason=reason,
                at=writing.now() if given is None else given.at,
            )
            session.add(row)

    # Scores sent elsewhere

    def begin_delivery(self, assignment_id: str, delivery: Delivery) -> int:
        """Note a score before it is sent, so that no crash can hide that it may have been."""
        with self._store.writing() as session:
            return deliveries.add_delivery(session, assignment_id, delivery)

    def settle_delivery(self, delivery_id: int, outcome: DeliveryOutcome, detail: str) -> None:
        """Note what the target answered."""
        with self._store.writing() as session:
            deliveries.settle_delivery(session, delivery_id, outcome, detail)

    def deliveries(self, assignment_id: str, target: str) -> tuple[Delivery, ...]:
        """All that was sent to a target, oldest first."""
        with self._store.reading() as session:
            return tuple(deliveries.deliveries(session, assignment_id, target))

    def _assignment(self, session: Session, assignment_id: str) -> AssignmentRow:
        row = session.get(AssignmentRow, assignment_id)
        if row is None:
            known = ", ".join(session.scalars(select(AssignmentRow.id))) or "none"
            raise GradebookError(
                f"the gradebook has no assignment {assignment_id!r}: it has {known}"
            )
        return row

    def _person(self, session: Session, person_id: str) -> PersonRow:
        row = session.get(PersonRow, person_id)
        if row is None:
            raise GradebookError(f"the gradebook knows no student {person_id!r}")
        return row
