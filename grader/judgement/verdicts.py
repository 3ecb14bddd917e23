"""What a judgement says: how much of the points, and the findings that explain the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.report.records import Diagnosis, Json

from .catalogue import diagnose, recognisable
from .catalogue.entries import Named
from .comparing import Comparison
from .derivation import one_factor
from .excerpts import excerpt


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where to look, and the numbers that show it.

    ``fault`` is the kind of fault ("exception", "timeout", "unfinished", ...)
    when there was no value to judge. ``candidates`` are the names of mistakes
    that would have given this very value: :func:`settled` turns them into a
    diagnosis when one name explains all findings on the same function.
    """

    message: str
    look_at: str | None = None
    diagnosis: Diagnosis | None = None
    evidence: Mapping[str, Json] = field(default_factory=dict)
    fault: str | None = None
    topic: str | None = None
    candidates: frozenset[Named] | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The share of a check's points (0..1), with and without errors carried forward."""

    share: float
    strict_share: float
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()


VISIBLE = 1e-3
"""Closer to 1 than this, a constant factor is no help to a reader."""


LARGEST_INVERSE = 1000
"""1/1000 still says something; 1/123457 does not."""


class Mismatch(Exception):  # noqa: N818 (what a check is there to find)
    """An expectation that was not met; it ends the check with no points."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def failed(finding: Finding) -> Judgement:
    """No points, for this reason."""
    return Judgement(0.0, 0.0, (finding,))


def combined(parts: Sequence[tuple[float, Judgement]]) -> Judgement:
    """The weighted mean of several judgements; findings in order, those of lost points first."""
    total = sum(weight for weight, _ in parts)
    share = sum(weight * part.share for weight, part in parts) / total
    strict = sum(weight * part.strict_share for weight, part in parts) / total
    ordered = sorted((part for _, part in parts), key=lambda part: part.share >= 1.0)
    return Judgement(
        share,
        strict,
        tuple(finding for part in ordered for finding in part.findings),
        tuple(dict.fromkeys(remark for part in ordered for remark in part.remarks)),
    )


def settled(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with diagnoses where one candidate is left over all cases of a topic."""
    left: dict[str, frozenset[Named]] = {}
    ratios: dict[str, list[float | None]] = {}
    for finding in findings:
        if finding.topic is not None and finding.candidates is not None:
            left[finding.topic] = left.get(finding.topic, finding.candidates) & finding.candidates
            ratios.setdefault(finding.topic, []).append(_ratio_of(finding))
    done = []
    for finding in findings:
        topic = finding.topic or ""
        names = one_factor(left.get(topic, frozenset()), ratios.get(topic, []))
        names = frozenset(filter(recognisable, names))
        if finding.diagnosis is None and finding.candidates is not None and len(names) == 1:
            finding = replace(finding, diagnosis=diagnose(next(iter(names)), topic))
        done.append(finding)
    return tuple(done)


def _ratio_of(finding: Finding) -> float | None:
    ratio = finding.evidence.get("ratio")
    return ratio if isinstance(ratio, float) else None


def evidence(name: str, comparison: Comparison, case: str | None = None) -> dict[str, Json]:
    """The numbers of a comparison, under the keys that every format knows."""
    found: dict[str, Json] = {"array": name}
    if case is not None:
        found["case"] = case
    if comparison.problem == "shape":
        found["expected_shape"] = list(comparison.expected_shape)
        found["got_shape"] = list(comparison.got_shape or ())
    elif comparison.problem in ("value", "nonfinite"):
        found["index"] = list(comparison.index)
        found["expected"] = comparison.expected
        found["got"] = comparison.got
        found["relative_error"] = comparison.relative_error
        found["tolerance"] = comparison.tolerance
        if comparison.ratio is not None:
            found["ratio"] = comparison.ratio
        if comparison.arrays is not None and comparison.arrays[0].size > 1:
            found["arrays"] = excerpt(*comparison.arrays, comparison.index)
    return found


def shape_text(shape: Sequence[int]) -> str:
    """A shape as NumPy prints it."""
    return str(tuple(shape))


def describe(name: str, comparison: Comparison) -> str:
    """One sentence on what is wrong with an array, without guessing why."""
    if comparison.problem == "type":
        return f"{name} is missing or not an array of numbers"
    if comparison.problem == "shape":
        want, got = shape_text(comparison.expected_shape), shape_text(comparison.got_shape or ())
        return f"{name} has shape {got}, expected {want}"
    if comparison.problem == "nonfinite":
        return f"{name} is not finite ({comparison.got})"
    if comparison.ratio is not None and abs(comparison.ratio - 1) > VISIBLE:
        return f"every entry of {name} is {_factor(comparison.ratio)} times what it should be"
    return f"{name} has wrong values" if comparison.expected_shape else f"{name} is wrong"


def _factor(ratio: float) -> str:
    """The factor; one that is a whole number's inverse is told as such, too: m, 2 m, ..."""
    inverse = 1 / ratio
    near = 2 <= inverse <= LARGEST_INVERSE and abs(inverse / round(inverse) - 1) < VISIBLE
    return f"{ratio:.6g} (1/{round(inverse)})" if near else f"{ratio:.6g}"
