"""`grader dashboard`: the pages of a class, in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from grader.dashboard.build import build
from grader.gradebook import Gradebook, GradebookError


@click.command("dashboard")
@click.argument("gradebook", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder.",
)
@click.option("-a", "--assignment", metavar="ID", help="Which one, if there are several.")
def dashboard_command(gradebook: Path, output: Path, assignment: str | None) -> None:
    """Write pages about a class from its GRADEBOOK: open index.html in DIR.

    They work without a server and without a network, and hold everything about everybody:
    they are for the staff. Pages that are there already are replaced.

    \b
    Example:
      grader dashboard gradebook.db -o dashboard
    """
    try:
        with Gradebook.open(gradebook) as book:
            page = build(book, _chosen(book, assignment), output)
    except GradebookError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(page)


def _chosen(book: Gradebook, wanted: str | None) -> str:
    known = [info.id for info in book.assignments()]
    if wanted is not None:
        return wanted
    if len(known) != 1:
        found = ", ".join(known) or "none"
        raise click.ClickException(f"say which assignment with -a; the gradebook has: {found}")
    return known[0]
