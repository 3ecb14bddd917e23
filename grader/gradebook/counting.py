"""Which attempt counts, and what it is worth: from the tables to standings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.grading.policy import Policy
from grader.report.standings import Override, Person, Standing, State

from .lateness import late_penalty
from .reading import override_of, person_of, policy_of, report_of
from .tables import AssignmentRow, AttemptRow, OverrideRow, PersonRow, ResultRow

_STATES: dict[str | None, State] = {
    None: "pending",
    "graded": "graded",
    "not_graded": "not_graded",
    "unreadable": "not_graded",
    "fault": "not_graded",
    "nothing": "missing",
}


@dataclass(frozen=True, slots=True)
class _Tried:
    """An attempt and its last result, before a report is read."""

    number: int
    submitted_at: str | None
    result_id: int | None = None
    status: str | None = None
    score: float | None = None
    graded_at: str | None = None
    penalty: float = 0.0

    @property
    def points(self) -> float | None:
        return None if self.score is None else round(self.score - self.penalty, 5)


def standings(session: Session, assignment: AssignmentRow) -> Iterator[Standing]:
    """Everybody's standing, sorted by id, one report in memory at a time."""
    for standing, result_id in _counted(session, assignment):
        row = None if result_id is None else session.get(ResultRow, result_id)
        if row is None:
            yield standing
            continue
        yield replace(standing, report=report_of(row))
        session.expunge(row)  # or the reports of the whole class would stay in memory


def counted(session: Session, assignment: AssignmentRow) -> Iterator[Standing]:
    """Everybody's standing, sorted by id, without the reports, which take time to read."""
    return (standing for standing, _ in _counted(session, assignment))


def _counted(session: Session, assignment: AssignmentRow) -> Iterator[tuple[Standing, int | None]]:
    """Standings without their reports, with the ids of the results that hold these."""
    policy = policy_of(assignment.policy)
    overrides = _overrides(session, assignment.id)
    tried = _tried(session, assignment.id, policy)
    for row in session.scalars(select(PersonRow).order_by(PersonRow.id)):
        if row.enrolled or row.id in tried or row.id in overrides:
            counting = _counting(policy, tried.get(row.id, []))
            override = overrides.get(row.id)
            standing = _standing(assignment, person_of(row), counting, override)
            yield standing, None if counting is None else counting.result_id


def _standing(
    assignment: AssignmentRow, person: Person, tried: _Tried | None, override: Override | None
) -> Standing:
    state: State = "missing" if tried is None else _STATES[tried.status]
    points = None if tried is None else tried.points
    if override is not None:
        state, points = ("excused" if override.points is None else "graded"), override.points
    return Standing(
        person=person,
        state=state,
        points=points,
        max_points=assignment.max_points,
        earned=None if tried is None else tried.score,
        late_penalty=0.0 if tried is None else tried.penalty,
        override=override,
        attempt=0 if tried is None else tried.number,
        submitted_at=None if tried is None else tried.submitted_at,
        graded_at=None if tried is None else tried.graded_at,
    )


def _counting(policy: Policy, tried: list[_Tried]) -> _Tried | None:
    """The attempt that counts; of equal ones, the earliest."""
    if not tried:
        return None
    scored = [each for each in tried if each.points is not None]
    if policy.attempts == "latest" or not scored:
        return tried[-1]
    return max(scored, key=lambda each: each.points or 0.0)


def _tried(session: Session, assignment_id: str, policy: Policy) -> dict[str, list[_Tried]]:
    last = (
        select(ResultRow.person_id, ResultRow.digest, func.max(ResultRow.id).label("result_id"))
        .where(ResultRow.assignment_id == assignment_id)
        .group_by(ResultRow.person_id, ResultRow.digest)
        .subquery()
    )
    rows = session.execute(
        select(
            AttemptRow.person_id,
            AttemptRow.number,
            AttemptRow.submitted_at,
            ResultRow.id,
            ResultRow.status,
            ResultRow.score,
            ResultRow.graded_at,
        )
        .outerjoin(
            last,
            (last.c.person_id == AttemptRow.person_id) & (last.c.digest == AttemptRow.digest),
        )
        .outerjoin(ResultRow, ResultRow.id == last.c.result_id)
        .where(AttemptRow.assignment_id == assignment_id)
        .order_by(AttemptRow.person_id, AttemptRow.number)
    )
    found: dict[str, list[_Tried]] = {}
    for person_id, number, submitted_at, result_id, status, score, graded_at in rows:
        penalty = 0.0 if score is None else late_penalty(policy, submitted_at, score)
        tried = _Tried(number, submitted_at, result_id, status, score, graded_at, penalty)
        found.setdefault(person_id, []).append(tried)
    return found


def _overrides(session: Session, assignment_id: str) -> dict[str, Override]:
    rows = session.scalars(
        select(OverrideRow)
        .where(OverrideRow.assignment_id == assignment_id)
        .order_by(OverrideRow.id)
    )
    last = {row.person_id: override_of(row) for row in rows}
    return {person_id: override for person_id, override in last.items() if override is not None}
