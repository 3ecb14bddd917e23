"""The tables of a gradebook, in terms that every SQL database has.

Times are UTC in ISO 8601, reports and files compressed by zlib. Rows of results, attempts and
overrides are only ever added, so the tables are the history.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

EDITION = 1
"""Of the tables: a gradebook of another edition is not touched."""


class Base(DeclarativeBase):
    """All tables."""


class EditionRow(Base):
    """One row: which edition of the tables this file has."""

    __tablename__ = "edition"

    number: Mapped[int] = mapped_column(primary_key=True)


class AssignmentRow(Base):
    """An assignment as the last run graded it; ``seed`` is the class's."""

    __tablename__ = "assignments"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    digest: Mapped[str]
    feedback: Mapped[str]
    max_points: Mapped[float]
    seed: Mapped[int]
    policy: Mapped[str]


class PersonRow(Base):
    """A student; ``ids`` is JSON, ``enrolled`` says whether the last roster has them."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    ids: Mapped[str]
    enrolled: Mapped[bool]


class RunRow(Base):
    """One call of the command; ``ended_at`` stays empty when it was cut off."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    assignment_digest: Mapped[str]
    grader: Mapped[str]
    seed: Mapped[int]
    started_at: Mapped[str]
    ended_at: Mapped[str | None]


class AttemptRow(Base):
    """A submission as it was taken in. ``files`` is JSON: path, sha256 and bytes of each."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    digest: Mapped[str]
    files: Mapped[str]
    origin: Mapped[str]
    submitted_at: Mapped[str | None]
    seen_at: Mapped[str]


class ContentRow(Base):
    """The bytes of a submitted file, once however many attempts have it."""

    __tablename__ = "contents"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ResultRow(Base):
    """What grading a submission came to: a report, or the problem that kept it from being one."""

    __tablename__ = "results"
    __table_args__ = (Index("results_by_submission", "assignment_id", "person_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str]
    assignment_digest: Mapped[str]
    grader: Mapped[str]
    seed: Mapped[int]
    reason: Mapped[str]
    status: Mapped[str]
    score: Mapped[float | None]
    problem: Mapped[str | None]
    report: Mapped[bytes | None] = mapped_column(LargeBinary)
    graded_at: Mapped[str]


class OverrideRow(Base):
    """Points given by hand (none: excused), or the end of such (``withdrawn``)."""

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    points: Mapped[float | None]
    withdrawn: Mapped[bool]
    reason: Mapped[str]
    at: Mapped[str]


class DeliveryRow(Base):
    """A score on its way to a learning-management system."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("deliveries_by_target", "assignment_id", "target", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    target: Mapped[str]
    points: Mapped[float | None]
    body: Mapped[str]
    sent_at: Mapped[str]
    outcome: Mapped[str]
    detail: Mapped[str]
