"""`grader kit`: what a platform needs to grade an assignment."""

from __future__ import annotations

from pathlib import Path

import click

from grader.lms.kits import KitError
from grader.lms.platforms import KITS


@click.command("kit")
@click.argument("platform", type=click.Choice(sorted(KITS)))
@click.option(
    "-a", "--assignment", required=True, metavar="NAME|DIR", help="Built-in, or its folder."
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR|ZIP",
    type=click.Path(path_type=Path),
    help="A new folder, or a file that ends in .zip.",
)
def kit_command(platform: str, assignment: str, output: Path) -> None:
    """Write what PLATFORM needs to grade an assignment there.

    The kit holds the assignment, this very grader and the versions of what it needs, as they are
    installed here. It holds no solution.

    \b
    Examples:
      grader kit gradescope -a practice -o autograder.zip
      grader kit prairielearn -a practice -o practice-question
    """
    from grader.grading.assignment import AssignmentError, find_assignment

    try:
        KITS[platform](find_assignment(assignment)).write(output)
    except (AssignmentError, KitError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(output)
