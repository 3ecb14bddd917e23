"""The arithmetic of scores: rules that a JSON Schema cannot state."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from grader.report.strict import ReportError

MAX_POINTS = 1_000_000

_SCORE_STEP = Decimal("0.00001")


def rounded(value: float | None) -> float | None:
    """Return points at 5 decimals, half to even; ``None`` stays."""
    if value is None:
        return None
    if not 0 <= value <= MAX_POINTS:  # so written that NaN is refused too
        raise ReportError(f"points must be between 0 and {MAX_POINTS}, not {value}")
    return float(Decimal(str(float(value))).quantize(_SCORE_STEP, ROUND_HALF_EVEN))


def _sum(points: Sequence[float | None]) -> float:
    return float(sum((Decimal(str(value)) for value in points if value is not None), Decimal()))


def snapped(total: float | None, parts: Sequence[float | None]) -> float | None:
    """Return the exact sum of the rounded ``parts`` where ``total`` misses it by rounding only."""
    exact = _sum(parts)
    rounding = float(_SCORE_STEP) * (len(parts) + 1)
    return exact if total is not None and abs(total - exact) <= rounding else total


def require_agreement(data: dict[str, Any]) -> None:
    """Raise ``ReportError`` where scores, statuses or ids of a report's JSON contradict."""
    exercises = data["exercises"]
    checks = [check for exercise in exercises for check in exercise["checks"]]
    extra = _sum([each["max_score"] for each in exercises if each.get("extra_credit")])
    _require_points("the report", data, extra)
    for item in (*exercises, *checks):
        _require_points(item["id"], item)
    _require_unique([exercise["id"] for exercise in exercises])
    _require_unique([check["id"] for check in checks])
    total = _sum([exercise["score"] for exercise in exercises])
    if data["score"] is not None and data["score"] != total:
        raise ReportError(f"the report's score is {data['score']}, its exercises sum to {total}")


def _require_points(name: str, item: dict[str, Any], extra: float = 0.0) -> None:
    score, most = item["score"], item["max_score"] + extra
    if (score is None) != (item["status"] == "not_graded"):
        raise ReportError(f"{name}: status {item['status']} does not go with score {score}")
    for value in (score, item.get("score_without_follow_through")):
        if value is not None and not 0 <= value <= most:
            raise ReportError(f"{name}: {value} points are not between 0 and {most}")
        if value is not None and rounded(value) != value:
            raise ReportError(f"{name}: {value} points have more than 5 decimals")


def _require_unique(ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise ReportError(f"the id {twice} occurs twice")
