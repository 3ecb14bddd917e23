"""Scores sent to learning-management systems: what was sent, when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from .records import Delivery, DeliveryOutcome
from .tables import DeliveryRow


def add_delivery(session: Session, assignment_id: str, delivery: Delivery) -> int:
    """Enter a delivery and return its id."""
    row = DeliveryRow(
        assignment_id=assignment_id,
        person_id=delivery.person_id,
        target=delivery.target,
        points=delivery.points,
        body=delivery.body,
        sent_at=delivery.sent_at,
        outcome=delivery.outcome,
        detail=delivery.detail,
    )
    session.add(row)
    session.flush()
    return row.id


def settle_delivery(
    session: Session, delivery_id: int, outcome: DeliveryOutcome, detail: str
) -> None:
    """Enter what the target answered."""
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery_id)
        .values(outcome=outcome, detail=detail)
    )


def deliveries(session: Session, assignment_id: str, target: str) -> Iterator[Delivery]:
    """All deliveries to a target, oldest first."""
    rows = session.scalars(
        select(DeliveryRow)
        .where(DeliveryRow.assignment_id == assignment_id, DeliveryRow.target == target)
        .order_by(DeliveryRow.id)
    )
    for row in rows:
        yield Delivery(
            person_id=row.person_id,
            target=row.target,
            points=row.points,
            sent_at=row.sent_at,
            body=row.body,
            outcome=cast(DeliveryOutcome, row.outcome),
            detail=row.detail,
            id=row.id,
        )
