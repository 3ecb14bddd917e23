"""Which gradebook, which assignment, which student: what the verbs about a class share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from grader.gradebook import Gradebook, GradebookError
from grader.intake.names import listed, shown
from grader.report.standings import Person
from grader.report.text import clean

DEFAULT = Path("gradebook.db")
Command = TypeVar("Command", bound=Callable[..., None])


def which_gradebook(command: Command) -> Command:
    """The options that name a gradebook and an assignment in it."""
    assignment = click.option(
        "-a", "--assignment", metavar="ID", help="Which assignment, if there are several."
    )
    return gradebook_option(assignment(command))


gradebook_option = click.option(
    "--gradebook",
    type=click.Path(path_type=Path),
    default=DEFAULT,
    show_default=True,
    help="The file that holds the class.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")


@contextmanager
def opened(path: Path) -> Iterator[Gradebook]:
    """The gradebook; what is wrong with it becomes the command's message."""
    try:
        with Gradebook.open(path) as book:
            yield book
    except GradebookError as error:
        raise click.ClickException(clean(str(error), 1_000)) from error


def chosen_assignment(book: Gradebook, wanted: str | None) -> str:
    """The assignment of that id, or the only one there is."""
    known = [info.id for info in book.assignments()]
    if wanted in known:
        return str(wanted)
    if wanted is None and len(known) == 1:
        return known[0]
    choices = listed(known) or "none: grade it first, with grader batch"
    if wanted is None:
        raise GradebookError(f"say which assignment, with -a: the gradebook has {choices}")
    raise GradebookError(f"no assignment {shown(wanted)}: the gradebook has {choices}")


def chosen_person(book: Gradebook, wanted: str) -> Person:
    """The student with this id, one of these ids, or, if nobody else has it, this name."""
    people = book.people()
    for known_as in (_by_id, _by_other_id, _by_name):
        found = [person for person in people if wanted.casefold() in known_as(person)]
        exact = [person for person in found if person.id == wanted]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            choices = ", ".join(f"{shown(each.id)} ({shown(each.name)})" for each in found[:10])
            raise GradebookError(f"{shown(wanted)} can be several: {choices}. Name the id")
    raise GradebookError(f"the gradebook knows no student {shown(wanted)}")


def _by_id(person: Person) -> set[str]:
    return {person.id.casefold()}


def _by_other_id(person: Person) -> set[str]:
    return {value.casefold() for value in (person.email, *person.ids.values()) if value}


def _by_name(person: Person) -> set[str]:
    return {person.name.casefold()} - {""}
