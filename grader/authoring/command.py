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
def release_command(solutions: Path, destination: Path) -> None:
    """Write the students' stubs, .py and .ipynb, for each solution in the folder SOLUTIONS.

    What stands between `### BEGIN SOLUTION` and `### END SOLUTION` is left out. Stubs that
    are already in the folder DESTINATION are replaced.

    \b
    Example:
      grader release solutions/practice assignments/practice
    """
    try:
        paths = release(solutions, destination)
    except (AuthoringError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)
