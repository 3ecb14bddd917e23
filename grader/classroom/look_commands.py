"""`grader show`, `grader stats`, `grader history`: what a gradebook knows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from grader.formats import terminal
from grader.gradebook import Attempt, Gradebook, HandGiven
from grader.gradebook.lateness import days_late
from grader.report.standings import Standing

from .as_json import (
    attempt_facts,
    by_hand_facts,
    print_json,
    standing_facts,
    summary_facts,
)
from .choosing import chosen_assignment, chosen_person, json_option, opened, which_gradebook
from .summary import summarise
from .tables import Printer, print_summary

boundary_option = click.option(
    "--boundary",
    type=click.FloatRange(0, 100),
    default=50.0,
    show_default=True,
    metavar="PERCENT",
    help="Point out who is less than 2 percentage points below.",
)


@click.command("show")
@click.argument("student")
@which_gradebook
@json_option
def show_command(student: str, gradebook: Path, assignment: str | None, as_json: bool) -> None:
    """Show what counts for STUDENT, and the report behind it.

    \b
    Examples:
      grader show ana
      grader show ana@uni.example --gradebook week7.db --json
    """
    with opened(gradebook) as book:
        chosen = chosen_assignment(book, assignment)
        person = chosen_person(book, student)
        standing = _standing(book, chosen, person.id)
        late = days_late(book.policy(chosen), standing.submitted_at)
    if as_json:
        print_json(standing_facts(standing))
    else:
        _print_standing(standing, late)


def _standing(book: Gradebook, assignment_id: str, person_id: str) -> Standing:
    found = (each for each in book.standings(assignment_id) if each.person.id == person_id)
    standing = next(found, None)
    if standing is None:
        raise click.ClickException(f"{person_id} has handed in nothing and is not on the roster")
    return standing


def _print_standing(standing: Standing, late: int) -> None:
    printer, person = Printer(sys.stdout), standing.person
    printer.line(" ".join(filter(None, (person.id, person.name, person.email))))
    printer.line(_worth(standing, late))
    if standing.override is not None:
        printer.line(f"By hand, {standing.override.at}: {standing.override.reason}")
    if standing.attempt:
        when = standing.submitted_at or "at a time that is not known"
        printer.line(f"Attempt {standing.attempt}, handed in {when}")
    if standing.report is not None:
        printer.line()
        stream = sys.stdout
        text = terminal.render(
            standing.report, width=100, verbose=True, encoding=stream.encoding or "utf-8"
        )
        click.echo(text, nl=False)


def _worth(standing: Standing, late: int) -> str:
    if standing.points is None:
        return f"{standing.state.replace('_', ' ')}: no points"
    text = f"{standing.points:g} of {standing.max_points:g} points"
    if standing.override is None and standing.late_penalty:
        days = "1 day" if late == 1 else f"{late} days"
        text += f" ({standing.earned:g} earned, {standing.late_penalty:g} off for {days} late)"
    return text


@click.command("stats")
@which_gradebook
@boundary_option
@json_option
def stats_command(gradebook: Path, assignment: str | None, boundary: float, as_json: bool) -> None:
    """Show how the class did: scores, checks, mistakes, and whom to look at.

    \b
    Examples:
      grader stats
      grader stats --gradebook week7.db --boundary 60 --json
    """
    with opened(gradebook) as book:
        summary = summarise(book.standings(chosen_assignment(book, assignment)), boundary)
    if as_json:
        print_json(summary_facts(summary))
    else:
        print_summary(Printer(sys.stdout), summary)


@click.command("history")
@click.argument("student")
@which_gradebook
@json_option
def history_command(student: str, gradebook: Path, assignment: str | None, as_json: bool) -> None:
    """Show all attempts of STUDENT, each time they were graded, and what was given by hand.

    \b
    Examples:
      grader history ana
      grader history ana --json
    """
    with opened(gradebook) as book:
        chosen = chosen_assignment(book, assignment)
        person = chosen_person(book, student)
        attempts = tuple(book.attempts(chosen, person.id))
        by_hand = book.by_hand(chosen, person.id)
    if as_json:
        print_json(
            {
                "id": person.id,
                "attempts": [attempt_facts(attempt) for attempt in attempts],
                "by_hand": [by_hand_facts(entry) for entry in by_hand],
            }
        )
        return
    printer = Printer(sys.stdout)
    printer.line(" ".join(filter(None, (person.id, person.name))))
    titles = ("Attempt", "Handed in", "From", "Graded", "Result", "Because")
    printer.table(titles, [row for attempt in attempts for row in _rows(attempt)])
    if by_hand:
        rows = [(entry.at, _given(entry), entry.reason) for entry in by_hand]
        printer.table(("By hand", "Points", "Reason"), rows)


def _rows(attempt: Attempt) -> Iterator[tuple[str, ...]]:
    """A line for each time that an attempt was graded."""
    seen = (str(attempt.number), attempt.submitted_at or "time not known", attempt.origin)
    if not attempt.results:
        yield (*seen, "not yet", "", "")
    for result in attempt.results:
        points = result.status.replace("_", " ") if result.score is None else f"{result.score:g}"
        problem = f": {result.problem}" if result.problem else ""
        yield (*seen, result.graded_at, points + problem, result.reason)


def _given(entry: HandGiven) -> str:
    if entry.override is None:
        return "withdrawn"
    return "excused" if entry.override.points is None else f"{entry.override.points:g}"
