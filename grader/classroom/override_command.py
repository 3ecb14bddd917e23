"""`grader override`: points by hand, with a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.gradebook import Gradebook

from .as_json import by_hand_facts, print_json
from .choosing import chosen_assignment, chosen_person, json_option, opened, which_gradebook
from .tables import Printer

EXCUSED, GRADED = "excused", "graded"


@click.command("override")
@click.argument("student")
@click.argument("points", metavar="POINTS|excused|graded")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the history.")
@which_gradebook
@json_option
def override_command(
    student: str,
    points: str,
    reason: str,
    gradebook: Path,
    assignment: str | None,
    as_json: bool,
) -> None:
    """Give STUDENT points by hand, excuse them, or let what was graded count again.

    It holds whatever is graded later, until the next override.

    \b
    Examples:
      grader override ana 87.5 --reason "oral exam of 3 December"
      grader override ana excused --reason "ill, certificate seen"
      grader override ana graded --reason "entered for the wrong student"
    """
    value = _points(points)
    with opened(gradebook) as book:
        chosen = chosen_assignment(book, assignment)
        person = chosen_person(book, student)
        _enter(book, chosen, person.id, points, value, reason)
        entry = book.by_hand(chosen, person.id)[-1]
    if as_json:
        print_json({"id": person.id, **by_hand_facts(entry)})
    else:
        what = points if value is None else f"{value:g} points"
        Printer(sys.stdout).line(f"{person.id} {person.name}: {what}, {entry.reason}")


def _points(text: str) -> float | None:
    if text in (EXCUSED, GRADED):
        return None
    try:
        return float(text)
    except ValueError:
        raise click.UsageError(
            f"{text!r} is no number of points: name a number, {EXCUSED} or {GRADED}"
        ) from None


def _enter(
    book: Gradebook, assignment: str, person: str, points: str, value: float | None, reason: str
) -> None:
    if points == GRADED:
        book.withdraw_override(assignment, person, reason)
    else:
        book.override(assignment, person, value, reason)
