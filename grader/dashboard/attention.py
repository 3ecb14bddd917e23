"""Which results a person should look at, and why."""

from __future__ import annotations

from grader.report.standings import Standing

NEAR_PERCENT = 1.0
PASS_PERCENT = 50.0


def reasons_to_look(standing: Standing) -> tuple[str, ...]:
    """Why a person should look at this student's result, in words; none for most."""
    reasons: list[str] = []
    if standing.state == "not_graded":
        reasons.append("could not be graded")
    if standing.state == "pending":
        reasons.append("not graded yet")
    if standing.report is not None:
        checks = [check for each in standing.report.exercises for check in each.checks]
        timeouts = sum(check.status == "timeout" for check in checks)
        if timeouts:
            reasons.append(f"{timeouts} check{'s'[: timeouts - 1]} ran out of time")
        crashed = [e.title for e in standing.report.exercises if e.status == "error"]
        reasons += [f"{title} could not be loaded" for title in crashed]
    if standing.points is not None and _is_near_pass(standing.points, standing.max_points):
        reasons.append(f"within {NEAR_PERCENT:g} % of half the points")
    return tuple(reasons)


def _is_near_pass(points: float, most: float) -> bool:
    return most > 0 and 0 <= PASS_PERCENT - 100 * points / most <= NEAR_PERCENT
