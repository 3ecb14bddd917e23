"""`grader dashboard`: the pages of a class, in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from grader.classroom.choosing import chosen_assignment, opened


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
    from grader.dashboard.build import build

    try:
        with opened(gradebook) as book:
            page = build(book, chosen_assignment(book, assignment), output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(page)
