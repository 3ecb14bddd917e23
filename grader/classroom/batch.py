"""A run over a class: look, decide, grade, sum up."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timezone
from itertools import islice
from pathlib import Path
from typing import Literal, TextIO

from grader import __version__
from grader.execution import LocalExecutor, Settings
from grader.gradebook import Gradebook, Result, Run
from grader.grading.assignment import Assignment, find_assignment
from grader.grading.submission import fresh_seed
from grader.intake.layouts import Listing, Sought, list_hand_ins
from grader.intake.roster import Roster, read_roster
from grader.report.records import AssignmentInfo
from grader.session import Launcher

from .cast import Cast, identify
from .grading import grade_tasks
from .progress import watcher
from .summary import summarise
from .tables import Printer, print_summary
from .tasks import AskedFor, Reasons, Task, Versions, look, submitted

_AT_ONCE = 20
"""Submissions that are entered in one transaction; their files are in memory together."""


class Interrupted(Exception):  # noqa: N818 (somebody wanted it)
    """The run was ended from outside; the message says what is kept and how to continue."""


class IsolationError(Exception):
    """The confinement that was insisted on cannot be had."""


@dataclass(frozen=True, slots=True)
class Options:
    """The command line."""

    submissions: tuple[Path, ...]
    assignment: str
    gradebook: Path
    roster: Path | None
    layout: str | None
    dry_run: bool
    regrade: bool
    jobs: int | None
    seed: int | None
    isolation: Literal["full", "process"] | None
    boundary: float


class Batch:
    """One run. ``folders`` hold the submissions; ``ground`` is room for those in pieces."""

    def __init__(
        self, options: Options, folders: Sequence[Path], ground: Path, stream: TextIO
    ) -> None:
        self._options = options
        self._ground = ground
        self._stream = stream
        self._printer = Printer(stream)
        self._assignment = find_assignment(options.assignment)
        self._listing = _listed(folders, self._assignment, options.layout)
        self._cast = _cast(self._listing, self._assignment, _roster(options))

    def run(self) -> bool:
        """Do it; whether everything that was handed in has been graded."""
        self._print_cast()
        if self._options.dry_run:
            self._dry_run()
            return not self._cast.refused
        if self._options.isolation == "full":
            _insist_on_full()
        with Gradebook.make(self._options.gradebook) as book:
            return self._graded(book)

    def _print_cast(self) -> None:
        cast, line = self._cast, self._printer.line
        line(f"{len(cast.members)} submissions, laid out as by {self._listing.layout}")
        for refused in cast.refused:
            line(f"Refused: {refused.reason}")
        for person, hint in cast.unknown:
            line(f"Not on the roster: {person.id} {person.name} {f'({hint})' if hint else ''}")
        for left in self._listing.left:
            line(f"Left out: {left.path.name}: {left.reason}")
        if cast.missing:
            names = ", ".join(person.id for person in cast.missing)
            line(f"Nothing from {len(cast.missing)}: {names}")
        if self._assignment.policy.deadline is not None:
            unknown = sum(member.submitted_at is None for member in cast.members)
            if unknown:
                line(f"{unknown} have no time of submission: they count as in time")

    def _dry_run(self) -> None:
        path = self._options.gradebook
        reasons = Reasons({}, self._versions(self._options.seed or 0))
        if path.exists():
            with Gradebook.open(path) as book:
                reasons = self._reasons(book, self._seed(book))
        rows = []
        for member in self._cast.members:
            task = reasons.task(member, look(member, self._ground))
            why = task.reason or "unchanged: not graded again"
            problem = f" (cannot be graded: {task.problem.text})" if task.problem else ""
            person = member.person
            rows.append((person.id, person.name, member.origin, why + problem))
        self._printer.table(("Id", "Name", "From", "Graded because"), rows)

    def _graded(self, book: Gradebook) -> bool:
        seed = self._seed(book)
        reasons = self._reasons(book, seed)
        before = _points(book, self._assignment.id)
        run = book.begin_run(
            _info(self._assignment),
            max_points=self._assignment.max_score,
            policy=self._assignment.policy,
            grader=__version__,
            seed=seed,
        )
        if self._cast.people:
            book.enrol(self._cast.people)
        tasks = [task for task in self._taken_in(book, run, reasons) if task.reason is not None]
        held = len(self._cast.members) - len(tasks)
        self._printer.line(f"{len(tasks)} to grade, {held} unchanged, seed {seed}")
        complete = self._grade(book, run, tasks)
        try:
            book.end_run(run)
            self._print_changes(before, _points(book, self._assignment.id))
            standings = book.standings(self._assignment.id)
            print_summary(self._printer, summarise(standings, self._options.boundary))
        except KeyboardInterrupt:
            raise Interrupted(
                f"interrupted: all {len(tasks)} are graded and kept in {self._options.gradebook}; "
                "grader stats shows the figures"
            ) from None
        return complete and not self._cast.refused

    def _taken_in(self, book: Gradebook, run: Run, reasons: Reasons) -> Iterator[Task]:
        members = iter(self._cast.members)
        while some := list(islice(members, _AT_ONCE)):
            looked = [(member, look(member, self._ground)) for member in some]
            book.take_in(run, [submitted(*each) for each in looked])
            yield from (reasons.task(*each) for each in looked)

    def _grade(self, book: Gradebook, run: Run, tasks: Sequence[Task]) -> bool:
        options = self._options
        settings = Settings(options.assignment, run.seed, options.isolation)
        executor = LocalExecutor(settings, options.jobs)
        done: list[Result] = []
        results = grade_tasks(book, run, executor, tasks, self._ground)
        try:
            with watcher(len(tasks), self._stream) as watching:
                for task, result in results:
                    done.append(_without_report(result))
                    watching.done(task, result)
        except KeyboardInterrupt:
            results.close()
            raise Interrupted(
                f"interrupted: {len(done)} of {len(tasks)} are graded and kept in "
                f"{options.gradebook}. The same command continues with the rest:\n"
                f"  grader {' '.join(sys.argv[1:])}"
            ) from None
        return all(result.status in ("graded", "nothing") for result in done)

    def _print_changes(
        self, before: dict[str, float | None], after: dict[str, float | None]
    ) -> None:
        rows = []
        for person, points in after.items():
            if person in before and before[person] != points:
                rows.append(
                    (person, _shown(before[person]), _shown(points), _by(before[person], points))
                )
        if rows:
            self._printer.table(("Changed", "Before", "Now", "By"), rows)
        elif self._options.regrade and before:
            self._printer.line("Nobody's points have changed.")

    def _seed(self, book: Gradebook) -> int:
        if self._options.seed is not None:
            return self._options.seed
        kept = book.seed(self._assignment.id)
        return fresh_seed() if kept is None else kept

    def _versions(self, seed: int) -> Versions:
        return Versions(self._assignment.digest, __version__, seed)

    def _reasons(self, book: Gradebook, seed: int) -> Reasons:
        kind = AskedFor if self._options.regrade else Reasons
        return kind(book.latest_results(self._assignment.id), self._versions(seed))


def _listed(folders: Sequence[Path], assignment: Assignment, layout: str | None) -> Listing:
    """All submissions as of one class, whose sections may be laid out differently."""
    name, _, part = (layout or "").partition(":")
    sought = Sought(assignment.id, tuple(entry.id for entry in assignment.entries), part)
    listings = [list_hand_ins(folder, sought, name or None) for folder in folders]
    return Listing(
        " and ".join(dict.fromkeys(listing.layout for listing in listings)),
        tuple(hand_in for listing in listings for hand_in in listing.hand_ins),
        tuple(left for listing in listings for left in listing.left),
    )


def _roster(options: Options) -> Roster | None:
    """The roster that was named, or the class that the gradebook knows from an earlier one."""
    if options.roster is not None:
        return read_roster(options.roster)
    if not options.gradebook.exists():
        return None
    with Gradebook.open(options.gradebook) as book:
        people = book.enrolled()
    return Roster(people) if people else None


def _cast(listing: Listing, assignment: Assignment, roster: Roster | None) -> Cast:
    deadline = assignment.policy.deadline
    zone = deadline.tzinfo if deadline is not None else None
    return identify(listing, roster, zone or timezone.utc)


def _insist_on_full() -> None:
    with Launcher("full") as launcher:
        missing = [part for part, held in launcher.isolation.parts.items() if not held]
        if launcher.isolation.level != "full":
            raise IsolationError(
                f"full isolation cannot be had on this machine: it lacks {', '.join(missing)}"
            )


def _info(assignment: Assignment) -> AssignmentInfo:
    return AssignmentInfo(assignment.id, assignment.title, assignment.digest, assignment.feedback)


def _points(book: Gradebook, assignment_id: str) -> dict[str, float | None]:
    """What counts by person; nothing when the assignment has never been graded."""
    if assignment_id not in [info.id for info in book.assignments()]:
        return {}
    return book.points(assignment_id)


def _without_report(result: Result) -> Result:
    return replace(result, report=None)


def _shown(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"


def _by(before: float | None, after: float | None) -> str:
    return "" if before is None or after is None else f"{after - before:+g}"
