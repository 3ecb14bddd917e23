"""The figures of a class: how it did, where points were lost, whom to look at."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.report.records import CheckResult, ExerciseResult, Report
from grader.report.standings import Standing, State

BINS = 10
NEAR = 2.0
"""Percentage points below a boundary that are worth a second look."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those who have a result passed an exercise or a check; ``share`` of points."""

    id: str
    title: str
    passed: int
    partial: int
    of: int
    share: float


@dataclass(frozen=True, slots=True)
class Named:
    """A named mistake and how many students made it."""

    bug: str
    students: int


@dataclass(frozen=True, slots=True)
class Look:
    """A student whose result a person should look at, and why."""

    person_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The class in figures. ``bins`` counts tenths of the full points, the last with 100%."""

    states: dict[State, int]
    mean: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    max_points: float
    bins: tuple[int, ...]
    exercises: tuple[Rate, ...]
    checks: tuple[Rate, ...]
    mistakes: tuple[Named, ...]
    look: tuple[Look, ...]


def summarise(standings: Iterable[Standing], boundary: float) -> Summary:
    """Count over all standings; reports are let go one by one. ``boundary`` is in percent."""
    counting = ClassCounter(boundary)
    for standing in standings:
        counting.add(standing)
    return counting.summary()


@dataclass(slots=True)
class _Tally:
    title: str
    passed: int = 0
    partial: int = 0
    of: int = 0
    earned: float = 0.0
    possible: float = 0.0

    def add(self, result: ExerciseResult | CheckResult) -> None:
        if result.score is not None:
            self.passed += result.status == "passed"
            self.partial += result.status == "partial"
            self.of += 1
            self.earned += result.score
            self.possible += result.max_score

    def rate(self, name: str) -> Rate:
        share = self.earned / self.possible if self.possible else 0.0
        return Rate(name, self.title, self.passed, self.partial, self.of, round(share, 5))


@dataclass(slots=True)
class ClassCounter:
    """Counts standings one by one and keeps no report. ``boundary`` is in percent."""

    boundary: float
    states: Counter[State] = field(default_factory=Counter)
    points: list[float] = field(default_factory=list)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    max_points: float = 0.0
    exercises: dict[str, _Tally] = field(default_factory=dict)
    checks: dict[str, _Tally] = field(default_factory=dict)
    mistakes: Counter[str] = field(default_factory=Counter)
    look: list[Look] = field(default_factory=list)

    def add(self, standing: Standing) -> None:
        """Count one student."""
        self.states[standing.state] += 1
        self.max_points = standing.max_points
        if standing.points is not None:
            self.points.append(standing.points)
            share = standing.points / standing.max_points if standing.max_points else 0.0
            self.bins[max(0, min(BINS - 1, int(BINS * share)))] += 1
        if standing.report is not None:
            self._add_report(standing.report)
        why = reasons_to_look(standing, self.boundary)
        if why:
            person = standing.person
            self.look.append(Look(person.id, person.name, "; ".join(why)))

    def _add_report(self, report: Report) -> None:
        bugs = set()
        for exercise in report.exercises:
            _tally(self.exercises, exercise).add(exercise)
            for check in exercise.checks:
                _tally(self.checks, check).add(check)
                if check.diagnosis is not None:
                    bugs.add(check.diagnosis.bug)
        self.mistakes.update(bugs)

    def summary(self) -> Summary:
        """The figures so far."""
        points = self.points
        return Summary(
            states=dict(sorted(self.states.items())),
            mean=round(statistics.fmean(points), 5) if points else None,
            median=round(statistics.median(points), 5) if points else None,
            lowest=min(points, default=None),
            highest=max(points, default=None),
            max_points=self.max_points,
            bins=tuple(self.bins),
            exercises=_rates(self.exercises),
            checks=_rates(self.checks),
            mistakes=tuple(
                Named(bug, count)
                for bug, count in sorted(self.mistakes.items(), key=lambda one: (-one[1], one[0]))
            ),
            look=tuple(self.look),
        )


def _tally(tallies: dict[str, _Tally], result: ExerciseResult | CheckResult) -> _Tally:
    return tallies.setdefault(result.id, _Tally(result.title))


def _rates(tallies: dict[str, _Tally]) -> tuple[Rate, ...]:
    return tuple(tally.rate(name) for name, tally in tallies.items())


def reasons_to_look(standing: Standing, boundary: float) -> Sequence[str]:
    """Why a person should look at a standing: nothing of this is decided by a program."""
    why = []
    if standing.state == "not_graded":
        why.append("not graded")
    if standing.state == "missing" and standing.attempt > 0:
        why.append("handed in, but nothing that belongs to the assignment")
    if standing.report is not None and standing.override is None:
        late = [
            check.id
            for exercise in standing.report.exercises
            for check in exercise.checks
            if check.status == "timeout"
        ]
        if late:
            why.append(f"out of time in {', '.join(late[:3])}")
    if standing.points is not None and standing.override is None and standing.max_points > 0:
        below = boundary - 100 * standing.points / standing.max_points
        if 0 < below <= NEAR:
            why.append(f"{below:.1f} percentage points below {boundary:g}%")
    return why
