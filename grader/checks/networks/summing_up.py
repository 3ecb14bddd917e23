"""From the verdicts on many cases to one judgement: points, the first wrong step, its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.judgement.catalogue import diagnose
from grader.judgement.catalogue.entries import Named
from grader.judgement.derivation import StepVerdict, first_wrong, one_factor
from grader.judgement.verdicts import Finding, Judgement, describe, evidence
from grader.report.records import Json

Details = Callable[[str], Mapping[str, Json]]
"""More evidence on a case, given the name of its first wrong step."""


def no_details(step: str) -> Mapping[str, Json]:
    """Nothing more is known of the case."""
    return {}


@dataclass(frozen=True, slots=True)
class WalkedCase:
    """One case: its weight, its words, and a verdict on every step.

    ``explained``: the steps agree with the derivative of the student's own
    (wrong) forward pass, so nothing of them is lost. ``vanished``: a layer of
    it is all zeros by chance, so that the case shows nothing. ``details`` is
    asked only for the case that the feedback shows.
    """

    weight: float
    note: str
    verdicts: tuple[StepVerdict, ...]
    explained: bool = False
    vanished: bool = False
    fault: Finding | None = None
    details: Details = no_details


def formula_evidence(formula: str | None) -> dict[str, Json]:
    """The right formula of the first wrong step, where there is one."""
    return {} if formula is None else {"formula": formula}


def judge_cases(cases: Sequence[WalkedCase], look_at: str) -> Judgement:
    """All cases together: each weighs its share of steps, by kind of step."""
    cases = [case for case in cases if not case.vanished] or list(cases)
    total = sum(case.weight for case in cases)
    share = sum(case.weight * _share(case, strict=False) for case in cases) / total
    strict = sum(case.weight * _share(case, strict=True) for case in cases) / total
    return Judgement(share, strict, _findings(cases, look_at))


def _share(case: WalkedCase, *, strict: bool) -> float:
    if case.fault is not None:
        return 0.0
    if case.explained and not strict:
        return 1.0
    good = ("right",) if strict else ("right", "follows")
    kinds: dict[str, bool] = {}
    for verdict in case.verdicts:
        if verdict.state != "unknown":
            kinds[verdict.kind] = kinds.get(verdict.kind, True) and verdict.state in good
    # What is not seen is right only where all that is seen, and depends on it, is right.
    unseen = {verdict.kind for verdict in case.verdicts} - set(kinds)
    right = sum(kinds.values()) + len(unseen) * (bool(kinds) and all(kinds.values()))
    return right / (len(kinds) + len(unseen)) if case.verdicts else 0.0


def _findings(cases: Sequence[WalkedCase], look_at: str) -> tuple[Finding, ...]:
    wrong = [
        (case, verdict)
        for case in cases
        if case.fault is None
        and not case.explained
        and (verdict := first_wrong(case.verdicts)) is not None
    ]
    faults = tuple(case.fault for case in cases if case.fault is not None)
    if not wrong:
        return faults[:1]
    case, first = wrong[0]
    name = _name([verdict for _, verdict in wrong if verdict.kind == first.kind])
    if name is None:
        every = [v for each, _ in wrong for v in each.verdicts if v.state == "wrong"]
        name = _name([verdict for verdict in every if verdict.kind == first.kind])
    return (_finding(case, first, name, look_at), *faults[:1])


def _name(verdicts: Sequence[StepVerdict]) -> Named | None:
    """The one name that explains all of these verdicts, if there is one."""
    names = frozenset.intersection(*(verdict.names for verdict in verdicts))
    compared = [verdict.comparison for verdict in verdicts if verdict.comparison is not None]
    names = one_factor(names, [comparison.ratio for comparison in compared])
    return next(iter(names)) if len(names) == 1 else None


def _finding(case: WalkedCase, first: StepVerdict, name: Named | None, look_at: str) -> Finding:
    assert first.comparison is not None
    text = f"{describe(first.name, first.comparison)} ({case.note})"
    more = [v.name for v in case.verdicts if v.state == "wrong" and v is not first]
    follows = [v.name for v in case.verdicts if v.state == "follows"]
    if more:
        verb = "is" if len(more) == 1 else "are"
        text += f". {', '.join(more)} {verb} wrong as well, even given what comes before"
    if follows:
        verbs = "differs", "costs"
        verbs = verbs if len(follows) == 1 else ("differ", "cost")
        text += f". {', '.join(follows)} {verbs[0]} only because of that and {verbs[1]} nothing"
    found: dict[str, Json] = dict(evidence(first.name, first.comparison, case.note))
    found["steps"] = [{"step": v.name, "state": v.state} for v in case.verdicts]
    found |= case.details(first.name)
    diagnosis = None if name is None else diagnose(name, first.name)
    return Finding(text, look_at, diagnosis, found)
