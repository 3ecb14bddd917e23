"""The command that releases stubs, for the staff's group to add."""

from __future__ import annotations

from pathlib import Path

import click

from grader.authoring.errors import AuthoringError
from grader.authoring.release import release

_Folder = click.Path(path_type=Path)


@click.command("release")
@click.argument("solutions", type=_Folder)
@click.argument("destination", type=_Folder)
@click.option(
    "-a", "--assignment", metavar="NAME|DIR", help="What the notebooks' check cells grade."
)
def release_command(solutions: Path, destination: Path, assignment: str | None) -> None:
    """Write what students get for each solution, .py or .ipynb, in the folder SOLUTIONS.

    What stands between `### BEGIN SOLUTION` and `### END SOLUTION` is left out, and so are hidden
    tests, hidden cells and outputs. Notebooks get a check cell per exercise. Stubs that are already
    in the folder DESTINATION are replaced.

    \b
    Examples:
      grader release solutions/practice assignments/practice
      grader release week3/solutions handout --assignment week3
    """
    from grader.grading.assignment import AssignmentError, find_assignment

    try:
        known = None if assignment is None else find_assignment(assignment)
        paths = release(solutions, destination, known)
    except (AuthoringError, AssignmentError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)
