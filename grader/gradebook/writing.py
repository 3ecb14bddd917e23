"""Entries into the tables. Each function works in the caller's transaction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timezone

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from grader.grading.policy import Policy
from grader.report import dumps
from grader.report.records import AssignmentInfo
from grader.report.standings import Person

from .lateness import stamp
from .records import Content, Result, Run, Submitted
from .tables import AssignmentRow, AttemptRow, ContentRow, PersonRow, ResultRow, RunRow

_KEPT_FILE, _KEPT_TOGETHER = 500_000, 2_000_000
"""Bytes of one file, and of one submission, that are kept. Larger ones leave only digests."""


def now() -> str:
    """The present time as the gradebook writes it."""
    return stamp(datetime.now(timezone.utc))


def add_run(
    session: Session,
    assignment: AssignmentInfo,
    *,
    max_points: float,
    policy: Policy,
    grader: str,
    seed: int,
) -> Run:
    """Begin a run; the assignment is from now on known as it is here."""
    session.merge(
        AssignmentRow(
            id=assignment.id,
            title=assignment.title,
            digest=assignment.digest,
            feedback=assignment.feedback,
            max_points=max_points,
            seed=seed,
            policy=_policy_text(policy),
        )
    )
    row = RunRow(
        assignment_id=assignment.id,
        assignment_digest=assignment.digest,
        grader=grader,
        seed=seed,
        started_at=now(),
        ended_at=None,
    )
    session.add(row)
    session.flush()
    return Run(row.id, assignment.id, assignment.digest, grader, seed, row.started_at)


def end_run(session: Session, run: Run) -> None:
    """Note that the run came to its end."""
    session.execute(update(RunRow).where(RunRow.id == run.id).values(ended_at=now()))


def enrol(session: Session, people: Iterable[Person]) -> None:
    """Make these people the class."""
    session.execute(update(PersonRow).values(enrolled=False))
    for person in people:
        _put_person(session, person, enrolled=True)


def meet(session: Session, person: Person) -> None:
    """Know the person, and what is new about them; the roster's word stands."""
    known = session.get(PersonRow, person.id)
    if known is None or not known.enrolled:
        _put_person(session, person, enrolled=False)


def _put_person(session: Session, person: Person, *, enrolled: bool) -> None:
    ids = json.dumps(dict(person.ids), sort_keys=True)
    row = PersonRow(id=person.id, name=person.name, email=person.email, ids=ids, enrolled=enrolled)
    session.merge(row)


def add_attempt(session: Session, assignment_id: str, submitted: Submitted) -> int:
    """Enter a submission and return its number.

    It is a new attempt when its files, or the time when it was handed in, are others than those
    of the attempt before.
    """
    meet(session, submitted.person)
    last = _last_attempt(session, assignment_id, submitted.person.id)
    if last is not None and last.digest == submitted.digest:
        if submitted.submitted_at is None or submitted.submitted_at == last.submitted_at:
            return last.number
        if last.submitted_at is None:
            last.submitted_at = submitted.submitted_at
            return last.number
    contents = _bounded(submitted.contents)
    number = last.number + 1 if last is not None else 1
    session.add(
        AttemptRow(
            assignment_id=assignment_id,
            person_id=submitted.person.id,
            number=number,
            digest=submitted.digest,
            files=json.dumps([asdict(content.file) for content in contents]),
            origin=submitted.origin,
            submitted_at=submitted.submitted_at,
            seen_at=now(),
        )
    )
    for content in contents:
        _keep(session, content)
    session.flush()
    return number


def _last_attempt(session: Session, assignment_id: str, person_id: str) -> AttemptRow | None:
    mine = AttemptRow.assignment_id == assignment_id, AttemptRow.person_id == person_id
    newest = select(func.max(AttemptRow.number)).where(*mine).scalar_subquery()
    return session.scalar(select(AttemptRow).where(*mine, AttemptRow.number == newest))


def _bounded(contents: Iterable[Content]) -> list[Content]:
    """The contents, without the bytes of what is too large to keep."""
    room, bounded = _KEPT_TOGETHER, []
    for content in contents:
        size = content.file.bytes
        fits = content.data is not None and size <= min(_KEPT_FILE, room)
        bounded.append(content if fits else replace(content, data=None))
        room -= size if fits else 0
    return bounded


def _keep(session: Session, content: Content) -> None:
    if content.data is not None and session.get(ContentRow, content.file.sha256) is None:
        packed = zlib.compress(content.data)
        session.add(ContentRow(sha256=content.file.sha256, data=packed))
        session.flush()


def add_result(session: Session, run: Run, person_id: str, result: Result) -> None:
    """Enter what grading a submission came to."""
    report = result.report
    session.add(
        ResultRow(
            run_id=run.id,
            assignment_id=run.assignment_id,
            person_id=person_id,
            digest=result.basis.submission,
            assignment_digest=result.basis.assignment,
            grader=result.basis.grader,
            seed=result.basis.seed,
            reason=result.reason,
            status=result.status,
            score=result.score,
            problem=result.problem,
            report=None if report is None else zlib.compress(dumps(report).encode()),
            graded_at=result.graded_at,
        )
    )


def _policy_text(policy: Policy) -> str:
    data = asdict(policy)
    data["deadline"] = policy.deadline.isoformat() if policy.deadline else None
    return json.dumps(data)
