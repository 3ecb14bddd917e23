"""The command that starts an assignment, for the staff's group to add."""

from __future__ import annotations

from pathlib import Path

import click

from grader.authoring.errors import AuthoringError
from grader.authoring.new import new_assignment


@click.command("new")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
def new_command(folder: Path) -> None:
    """Start an assignment: a new folder NAME with an exercise, its checks and its solution.

    It grades and verifies at once; change it into your own, step by step. Nothing needs to be
    installed or registered.

    \b
    Examples:
      grader new week3
      grade week3/solutions --assignment week3
      grader verify week3
    """
    try:
        paths = new_assignment(folder)
    except (AuthoringError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)
    click.echo(f"Now try: grader verify {folder}")
