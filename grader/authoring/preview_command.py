"""The command that shows an assignment as students will see it, for the staff's group to add."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.authoring.preview import Specimen, View
    from grader.grading.assignment import Assignment

_Folder = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("preview")
@click.argument("assignment", metavar="ASSIGNMENT")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--solutions", type=_Folder, help="Where EXERCISE.py lie; found if left out.")
@click.option("--corpus", type=_Folder, help="Folder of EXERCISE/manifest.toml, right/, wrong/.")
@click.option("-e", "--exercise", "only", multiple=True, metavar="NAME", help="Only this one.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Of the cases."
)
def preview_command(
    assignment: str,
    cases: tuple[str, ...],
    solutions: Path | None,
    corpus: Path | None,
    only: tuple[str, ...],
    seed: int,
) -> None:
    """Show what students of ASSIGNMENT, a built-in name or a folder, will see.

    For each exercise: of the stub, of the solution, and of each submission of a corpus (the
    assignment's folder corpus, if it has one), at the assignment's level of feedback. A CASE
    shows only that: "stub", "solution", "wrong/db_axis".

    \b
    Examples:
      grader preview week3
      grader preview practice stub --exercise tanh
      grader preview practice --exercise tanh --corpus tests/corpus wrong/missing_sign
    """
    from grader.authoring.errors import AuthoringError
    from grader.authoring.places import assignment_named, corpus_of, solutions_of
    from grader.authoring.preview import specimens

    found = assignment_named(assignment, only)
    chosen = [each for each in found.entries if not only or each.id in only]
    folder = solutions or solutions_of(found)
    try:
        every = specimens(chosen, folder, corpus or corpus_of(found, only))
    except AuthoringError as error:
        raise click.UsageError(str(error)) from error
    _show(found, _picked(every, cases), seed)


def _picked(every: Sequence[Specimen], cases: Sequence[str]) -> list[Specimen]:
    known = dict.fromkeys(specimen.name for specimen in every)
    for case in cases:
        if case not in known:
            listed = ", ".join(list(known)[:6]) + (", ..." if len(known) > 6 else "")
            raise click.UsageError(f"there is no case {case!r}: choose from {listed}")
    return [specimen for specimen in every if not cases or specimen.name in cases]


def _show(assignment: Assignment, chosen: Sequence[Specimen], seed: int) -> None:
    from grader.authoring.preview import previews
    from grader.grading.assignment import AssignmentError
    from grader.session import GraderFault

    try:
        for view in previews(assignment, chosen, seed):
            click.echo(_rendered(view))
    except AssignmentError as error:
        raise click.UsageError(str(error)) from error
    except GraderFault as fault:
        raise click.ClickException(f"this could not be graded: {fault}") from fault


def _rendered(view: View) -> str:
    import shutil

    from grader.formats import terminal

    shown = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if shown else 100
    head = f"== {view.specimen.exercise}: {view.specimen.name} "
    colour = shown and not os.environ.get("NO_COLOR")
    encoding = sys.stdout.encoding or "utf-8"
    text = terminal.render(view.report, width=width, colour=colour, encoding=encoding)
    return f"{head.ljust(width, '=')}\n\n{text}"
