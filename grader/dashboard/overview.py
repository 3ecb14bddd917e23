"""A class in numbers: collected standing by standing, so that one report is in memory at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from grader.classroom.summary import ClassCounter, Summary, reasons_to_look
from grader.report.records import CheckResult, ExerciseResult, Report
from grader.report.standings import Standing

from .fingerprints import Fingerprint, fingerprints

FEWEST_FOR_DISCRIMINATION = 5
PASS_PERCENT = 50.0
"""Whoever is just below it deserves a second look."""


@dataclass(frozen=True, slots=True)
class Row:
    """One student in the table of the class. ``look`` says why a person should look at it."""

    standing: Standing
    mistakes: tuple[str, ...] = ()
    look: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How a check fared.

    ``passed`` of ``tried`` got all its points, ``mean_share`` is the mean part of its points.
    ``discrimination`` is the correlation of that part with the part of all other points: near 1
    where strong students pass and weak ones do not, near 0 where it tells nothing, None where
    too few tried it or all fared alike.
    """

    id: str
    title: str
    exercise: str
    tried: int
    passed: int
    mean_share: float
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class MistakeSummary:
    """A named mistake and who made it, by the ids of the persons."""

    bug: str
    text: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Students whose wrong numbers in an exercise are the same. ``named``: by a known mistake."""

    exercise: str
    named: tuple[str, ...]
    checks: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of the class shows."""

    rows: tuple[Row, ...]
    checks: tuple[CheckSummary, ...]
    mistakes: tuple[MistakeSummary, ...]
    alike: tuple[AlikeGroup, ...]
    summary: Summary


@dataclass(slots=True)
class _Collected:
    """What is kept of the reports until all have been seen."""

    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    shares: dict[str, list[float]] = field(default_factory=dict)
    others: dict[str, list[float]] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    mistakes: dict[str, dict[str, None]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    alike: dict[Fingerprint, list[str]] = field(default_factory=dict)


def overview(standings: Iterable[Standing]) -> Overview:
    """Sum a class up."""
    collected, counter = _Collected(), ClassCounter(PASS_PERCENT)
    rows = []
    for standing in standings:
        counter.add(standing)
        rows.append(_row(standing, collected))
    return Overview(
        tuple(rows),
        tuple(_checks(collected)),
        _mistakes(collected),
        _alike(collected),
        counter.summary(),
    )


def _row(standing: Standing, collected: _Collected) -> Row:
    report, person = standing.report, standing.person.id
    look = tuple(reasons_to_look(standing, PASS_PERCENT))
    if report is None:
        return Row(_without_report(standing), (), look)
    bugs = dict.fromkeys(
        check.diagnosis.bug for _, check in _tried(report) if check.diagnosis is not None
    )
    _collect(report, person, collected)
    for fingerprint in fingerprints(report):
        collected.alike.setdefault(fingerprint, []).append(person)
    return Row(_without_report(standing), tuple(bugs), look)


def _without_report(standing: Standing) -> Standing:
    """The standing without what takes most of the memory."""

    return replace(standing, report=None)


def _tried(report: Report) -> Iterator[tuple[ExerciseResult, CheckResult]]:
    for exercise in report.exercises:
        if exercise.status not in ("missing", "not_graded"):
            for check in exercise.checks:
                if check.score is not None:
                    yield exercise, check


def _collect(report: Report, person: str, collected: _Collected) -> None:
    tried = list(_tried(report))
    total = sum(check.score or 0.0 for _, check in tried)
    most = sum(check.max_score for _, check in tried)
    for exercise, check in tried:
        score, rest = check.score or 0.0, most - check.max_score
        collected.titles[check.id] = (check.title, exercise.title)
        collected.shares.setdefault(check.id, []).append(score / (check.max_score or 1.0))
        others = (total - score) / rest if rest > 0 else math.nan
        collected.others.setdefault(check.id, []).append(others)
        passed = collected.passed.get(check.id, 0)
        collected.passed[check.id] = passed + (check.status == "passed")
        if check.diagnosis is not None:
            collected.mistakes.setdefault(check.diagnosis.bug, {})[person] = None
            collected.texts.setdefault(check.diagnosis.bug, check.diagnosis.text)


def _checks(collected: _Collected) -> Iterator[CheckSummary]:
    for name, (title, exercise) in collected.titles.items():
        shares = collected.shares[name]
        yield CheckSummary(
            name,
            title,
            exercise,
            len(shares),
            collected.passed[name],
            sum(shares) / len(shares),
            correlation(shares, collected.others[name]),
        )


def correlation(first: list[float], second: list[float]) -> float | None:
    """Pearson's correlation; None for too few pairs or where one side does not vary."""
    pairs = np.array([pair for pair in zip(first, second, strict=True) if not math.isnan(pair[1])])
    if len(pairs) < FEWEST_FOR_DISCRIMINATION or np.any(np.ptp(pairs, axis=0) < 1e-9):
        return None
    return float(np.corrcoef(pairs.T)[0, 1])


def _mistakes(collected: _Collected) -> tuple[MistakeSummary, ...]:
    found = [
        MistakeSummary(bug, collected.texts[bug], tuple(people))
        for bug, people in collected.mistakes.items()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.people), each.bug)))


def _alike(collected: _Collected) -> tuple[AlikeGroup, ...]:
    found = [
        AlikeGroup(each.exercise, each.named, each.checks, tuple(people))
        for each, people in collected.alike.items()
        if len(people) > 1
    ]
    # What no known mistake explains, and few share, is the more telling.
    return tuple(sorted(found, key=lambda g: (bool(g.named), len(g.people), -g.checks)))
