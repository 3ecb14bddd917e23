"""Rows of the tables back into records."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from grader.grading.policy import Policy
from grader.report import recall
from grader.report.records import AssignmentInfo, Feedback, Report, SubmittedFile
from grader.report.standings import Override, Person

from .records import Attempt, Basis, Content, HandGiven, Result, ResultStatus, Run
from .tables import AssignmentRow, AttemptRow, ContentRow, OverrideRow, PersonRow, ResultRow, RunRow


def info_of(row: AssignmentRow) -> AssignmentInfo:
    """The assignment as the last run found it."""
    return AssignmentInfo(row.id, row.title, row.digest, cast(Feedback, row.feedback))


def policy_of(text: str) -> Policy:
    """The policy as a run recorded it."""
    data = json.loads(text)
    if data["deadline"] is not None:
        data["deadline"] = datetime.fromisoformat(data["deadline"])
    return Policy(**data)


def person_of(row: PersonRow) -> Person:
    """A student."""
    return Person(row.id, row.name, row.email, json.loads(row.ids))


def run_of(row: RunRow) -> Run:
    """A run."""
    return Run(
        row.id,
        row.assignment_id,
        row.assignment_digest,
        row.grader,
        row.seed,
        row.started_at,
        row.ended_at,
    )


def report_of(row: ResultRow) -> Report | None:
    """The report of a result, if there is one."""
    return None if row.report is None else recall(zlib.decompress(row.report).decode())


def result_of(row: ResultRow) -> Result:
    """A result with its report."""
    return replace(_without_report(row), report=report_of(row))


def latest_results(session: Session, assignment_id: str) -> dict[tuple[str, str], Result]:
    """By person and digest of the submission, the result entered last, without its report."""
    rows = session.scalars(
        select(ResultRow)
        .options(defer(ResultRow.report))
        .where(ResultRow.assignment_id == assignment_id)
        .order_by(ResultRow.id)
    )
    return {(row.person_id, row.digest): _without_report(row) for row in rows}


def _without_report(row: ResultRow) -> Result:
    return Result(
        basis=Basis(row.digest, row.assignment_digest, row.grader, row.seed),
        status=cast(ResultStatus, row.status),
        score=row.score,
        reason=row.reason,
        graded_at=row.graded_at,
        problem=row.problem,
    )


def attempts_of(session: Session, assignment_id: str, person_id: str) -> Iterator[Attempt]:
    """A student's attempts with files and results, oldest first."""
    attempts = (
        select(AttemptRow)
        .where(AttemptRow.assignment_id == assignment_id, AttemptRow.person_id == person_id)
        .order_by(AttemptRow.number)
    )
    for row in session.scalars(attempts):
        yield Attempt(
            number=row.number,
            digest=row.digest,
            origin=row.origin,
            submitted_at=row.submitted_at,
            seen_at=row.seen_at,
            contents=tuple(_contents(session, row)),
            results=tuple(_results(session, row)),
        )


def _contents(session: Session, row: AttemptRow) -> Iterator[Content]:
    for data in json.loads(row.files):
        file = SubmittedFile(**data)
        kept = session.get(ContentRow, file.sha256)
        yield Content(file, None if kept is None else zlib.decompress(kept.data))


def _results(session: Session, row: AttemptRow) -> Iterator[Result]:
    results = (
        select(ResultRow)
        .where(
            ResultRow.assignment_id == row.assignment_id,
            ResultRow.person_id == row.person_id,
            ResultRow.digest == row.digest,
        )
        .order_by(ResultRow.id)
    )
    yield from map(result_of, session.scalars(results))


def hand_given(session: Session, assignment_id: str, person_id: str) -> tuple[HandGiven, ...]:
    """All entries made by hand for a student, oldest first."""
    entries = (
        select(OverrideRow)
        .where(OverrideRow.assignment_id == assignment_id, OverrideRow.person_id == person_id)
        .order_by(OverrideRow.id)
    )
    return tuple(
        HandGiven(override_of(row), row.reason, row.at) for row in session.scalars(entries)
    )


def override_of(row: OverrideRow) -> Override | None:
    """What an entry made by hand says; nothing when it withdraws the one before."""
    return None if row.withdrawn else Override(row.points, row.reason, row.at)
