"""What an assignment says of time and attempts; the gradebook turns it into points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Attempts = Literal["best", "latest"]
ATTEMPTS: tuple[Attempts, ...] = ("best", "latest")


@dataclass(frozen=True, slots=True)
class Policy:
    """Deadline, lateness and which attempt counts.

    ``deadline`` has a time zone; without one nothing is late. After ``grace_minutes`` each day
    that has begun takes ``late_percent_per_day`` of the earned points, and after ``late_days``
    (``None``: no end) nothing counts any more.
    """

    deadline: datetime | None = None
    grace_minutes: float = 0.0
    late_percent_per_day: float = 0.0
    late_days: int | None = None
    attempts: Attempts = "best"
