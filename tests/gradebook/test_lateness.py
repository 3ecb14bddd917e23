from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from grader.gradebook import days_late, late_penalty
from grader.grading.policy import Policy

MADRID = timezone(timedelta(hours=1))
POLICY = Policy(
    deadline=datetime(2026, 11, 20, 23, 59, tzinfo=MADRID),
    grace_minutes=10,
    late_percent_per_day=10,
    late_days=3,
)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (None, 0),
        ("2026-11-20T22:59:00Z", 0),  # the deadline itself, seen from Greenwich
        ("2026-11-20T23:09:00Z", 0),  # the last moment of the grace
        ("2026-11-20T23:09:00.001Z", 1),
        ("2026-11-21T00:09:00.001+01:00", 1),
        ("2026-11-21T23:09:00Z", 1),
        ("2026-11-21T23:09:01Z", 2),
        ("2026-11-20T23:09:01", 1),  # no zone: UTC
    ],
)
def test_each_day_that_has_begun_counts(at: str | None, days: int) -> None:
    assert days_late(POLICY, at) == days


@pytest.mark.parametrize(
    ("at", "penalty"),
    [
        ("2026-11-20T12:00:00Z", 0.0),
        ("2026-11-21T12:00:00Z", 8.0),
        ("2026-11-23T12:00:00Z", 24.0),
        ("2026-11-23T23:09:01Z", 80.0),  # the fourth day: nothing counts any more
    ],
)
def test_lateness_takes_its_share_of_what_was_earned(at: str, penalty: float) -> None:
    assert late_penalty(POLICY, at, 80.0) == penalty


def test_no_deadline_no_lateness() -> None:
    assert late_penalty(Policy(late_percent_per_day=50), "2026-11-23T12:00:00Z", 80.0) == 0.0


def test_a_penalty_never_exceeds_the_points() -> None:
    harsh = Policy(deadline=POLICY.deadline, late_percent_per_day=60)
    assert late_penalty(harsh, "2026-12-23T12:00:00Z", 80.0) == 80.0


def test_the_summer_clock_does_not_shorten_a_day() -> None:
    zoneinfo = pytest.importorskip("zoneinfo")
    try:
        berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    except zoneinfo.ZoneInfoNotFoundError:
        pytest.skip("this machine has no time zones")
    policy = Policy(datetime(2026, 3, 28, 12, 0, tzinfo=berlin), 0, 10)  # clocks change that night
    assert days_late(policy, "2026-03-29T11:00:00Z") == 1  # 24 hours, not yet a second day
    assert days_late(policy, "2026-03-29T11:00:01Z") == 2
