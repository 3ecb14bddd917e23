"""Reports to make pages of: lost points with everything that can be shown, and hostile text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.report.records import CheckResult, Diagnosis, ExerciseResult, Json, Report

from .conftest import build_report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}{% raw %}"
EVIDENCE: dict[str, Json] = {
    "array": "dW1",
    "index": [0, 1],
    "expected": 2.0,
    "got": 14.0,
    "relative_error": 6.0,
    "tolerance": 1e-4,
    "ratio": 7.0,
    "case": "layer sizes [2, 1], 7 samples",
    "arrays": {
        "shape": [2, 1], "first": [0, 0], "worst": [1, 0],
        "expected": [[1.0], [2.0]], "got": [[7.0], [14.0]],
    },
    "steps": [{"step": "dZ1", "state": "right"}, {"step": "dW1", "state": "wrong"}],
    "flow": [{"array": "dW1", "expected": 1.0, "got": 7.0}],
    "points": [{"entry": "dW1[0, 0]", "numerical": 1.0, "backward": 7.0}],
    "losses": [0.7, 0.6],
    "training": {"epochs": [0, 1], "expected": [0.7, 0.5]},
    "boundary": {"low": 0, "high": 1, "expected": [[0, 100], [100, 0]], "got": [[0, 1], [2, 3]]},
    "formula": "dW1 = A0.T @ dZ1 / m",
    "code": {"place": "net.py", "first": 8, "lines": ["def f():", "  dW1 = a < b"],
             "marked": [9]},
}  # fmt: skip


def lost(**fields: Any) -> CheckResult:
    return CheckResult(
        **{
            "id": "net.backward",
            "title": "backward(y) returns the gradient",
            "status": "failed",
            "score": 0.0,
            "max_score": 8.0,
            "message": "every entry of dW1 is 7 times what it should be",
            "look_at": "Lecture section 4: dW",
            "diagnosis": Diagnosis("missing-batch-mean", "dW1", "dW1 is not divided by m."),
            "evidence": EVIDENCE,
            **fields,
        }
    )


PASSED = CheckResult("net.forward", "forward(X) fills the cache", "passed", 4.0, 4.0)


def exercise(*checks: CheckResult, **fields: Any) -> ExerciseResult:
    score = sum(check.score or 0.0 for check in checks)
    most = sum(check.max_score for check in checks)
    status = "passed" if score == most else "partial"
    return ExerciseResult(
        **{"id": "net", "title": "A network", "status": status, "score": score,
           "max_score": most, "checks": checks, **fields}
    )  # fmt: skip


def hostile(value: Json) -> Json:
    """The same evidence with hostile text in place of every text."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, Mapping):
        return {key: hostile(item) for key, item in value.items()}
    return [hostile(item) for item in value] if isinstance(value, (list, tuple)) else value


def hostile_report() -> Report:
    """A report in which every text that a student can reach is hostile."""
    check = lost(
        title=HOSTILE,
        message=HOSTILE,
        look_at=HOSTILE,
        diagnosis=Diagnosis("raises", HOSTILE, HOSTILE),
        evidence={**hostile(EVIDENCE), "traceback": [HOSTILE], "warnings": [HOSTILE]},  # type: ignore[dict-item]
    )
    report = build_report(
        exercise(check, PASSED, title=HOSTILE, message=HOSTILE, remarks=(HOSTILE,)),
        output=HOSTILE,
    )
    return replace(report, submission=replace(report.submission, id=HOSTILE))
