"""The arithmetic of deadlines: what a late submission loses."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone

from grader.grading.policy import Policy

_DAY = timedelta(days=1)


def days_late(policy: Policy, submitted_at: str | None) -> int:
    """Days of 24 hours that have begun since the deadline and its grace; 0 when in time.

    ``submitted_at`` is ISO 8601. A submission whose time is not known is in time.
    """
    if policy.deadline is None or submitted_at is None:
        return 0
    end = policy.deadline + timedelta(minutes=policy.grace_minutes)
    late = moment(submitted_at) - end
    return max(0, math.ceil(late / _DAY))


def late_penalty(policy: Policy, submitted_at: str | None, earned: float) -> float:
    """The points that lateness takes off ``earned``: never more than all of them."""
    days = days_late(policy, submitted_at)
    if policy.late_days is not None and days > policy.late_days:
        return earned
    return round(min(1.0, days * policy.late_percent_per_day / 100) * earned, 5)


def moment(text: str) -> datetime:
    """The point in time that ISO 8601 text names; without a zone it is UTC."""
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=timezone.utc)


def stamp(when: datetime) -> str:
    """A point in time as the gradebook writes it: UTC, milliseconds, ``Z``."""
    text = when.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
