"""How training on XOR went beside how it should have gone, as numbers for pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.judgement.comparing import Array, as_array
from grader.judgement.excerpts import short
from grader.judgement.networks import Parameters, forward
from grader.judgement.training import Start, final_loss
from grader.report.records import Json
from grader.session import Remote, Snapshot, StudentFault

LOW, HIGH, POINTS = -0.5, 1.5, 17
"""The square of the plane that is shown; the four points of XOR are on its grid."""

_SMALLEST = 1e-12  # so that an output of exactly 0 or 1 has a loss that can be drawn


def training_evidence(
    network: Remote,
    start: Start,
    snapshots: Sequence[Snapshot],
    expected: Mapping[int, Parameters],
) -> dict[str, Json]:
    """``training``: losses by epoch; ``boundary``: the trained network's output over the plane.

    The student's losses are the exercise's loss of what their forward returned; one that is no
    number is "nan". ``boundary`` asks their network, as it is after the last epoch, once more;
    it is left out where that fails.
    """
    found: dict[str, Json] = {
        "losses": [_loss(start, each.output) for each in snapshots],
        "training": {
            "epochs": [each.epoch for each in snapshots],
            "expected": [short(final_loss(start, expected[each.epoch]), 6) for each in snapshots],
        },
    }
    grid = _grid()
    try:
        got = _percent(as_array(network.forward(grid)), len(start.y[0]))
    except StudentFault:
        return found
    last = expected[max(expected)]
    right = forward(start.kind, last, grid)[f"A{len(last.weights)}"]
    ours = _percent(right, len(start.y[0]))
    if got is not None and ours is not None:
        found["boundary"] = {"low": LOW, "high": HIGH, "expected": ours, "got": got}
    return found


def _loss(start: Start, output: object) -> float:
    p = as_array(output)
    if p is None or p.shape != start.y.shape or not np.all(np.isfinite(p)):
        return float("nan")
    p = np.clip(p, _SMALLEST, 1 - _SMALLEST)
    terms = start.y * np.log(p)
    if start.kind.output == "sigmoid":
        terms = terms + (1 - start.y) * np.log(1 - p)
    return short(float(-np.mean(np.sum(terms, axis=1))), 6)


def _grid() -> Array:
    """Points of shape (POINTS**2, 2), row after row of growing second coordinate."""
    axis = np.linspace(LOW, HIGH, POINTS)
    second, first = np.meshgrid(axis, axis, indexing="ij")
    return np.column_stack([first.ravel(), second.ravel()])


def _percent(output: Array | None, outputs: int) -> list[Json] | None:
    """The probability of class 1 in percent, one row of the plane after the other."""
    if output is None or output.shape != (POINTS**2, outputs) or not np.all(np.isfinite(output)):
        return None
    share = np.clip(output[:, -1], 0, 1).reshape(POINTS, POINTS)
    return [[round(100 * float(value)) for value in row] for row in share]
