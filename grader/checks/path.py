"""Training judged by where it leads, step by step, and not by whether it ends well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from grader.judgement.comparing import Array, Comparison, agrees, compare
from grader.judgement.tolerances import TRAJECTORY
from grader.judgement.verdicts import Finding, Mismatch, evidence
from grader.report.records import Json

State = Mapping[str, object]


def departure(
    theirs: State, ours: Mapping[str, Array], tolerance: float = TRAJECTORY
) -> tuple[str, Comparison] | None:
    """The first parameter that is not where it should be, and how far off; None if all are."""
    for name, right in ours.items():
        if not agrees(theirs.get(name), right, tolerance):
            return name, compare(theirs.get(name), right, tolerance)
    return None


def follow(
    theirs: Iterable[State],
    ours: Iterable[Mapping[str, Array]],
    *,
    marks: Sequence[int] = (1, 2, 10, 100),
    tolerance: float = TRAJECTORY,
    look_at: str | None = None,
) -> None:
    """Compare two trainings after each of the steps ``marks``; all names in ``ours`` must agree.

    Both are the parameters after step 1, 2, ..., by name: generators, typically, of which the
    first drives the student's code. It is asked for no more steps than the last mark. Raises
    Mismatch at the first mark where a parameter is elsewhere.
    """
    for step, (have, want) in enumerate(zip(theirs, ours, strict=False), 1):
        if step in marks and (found := departure(have, want, tolerance)) is not None:
            name, comparison = found
            times = "the first step" if step == 1 else f"{step} steps"
            text = f"after {times}, {name} is not where it should be"
            numbers: dict[str, Json] = {**evidence(name, comparison), "epoch": step}
            raise Mismatch(Finding(text, look_at, None, numbers))
        if step >= max(marks):
            return
    raise ValueError(f"a training ended before step {max(marks)}, the last that is compared")
