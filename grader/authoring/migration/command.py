"""`grader import`: another grader's assignment as one of ours."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from grader.authoring.errors import AuthoringError

ORIGINS = ("gradescope", "nbgrader", "otter")
"""Each a module beside this one with ``read_ORIGIN(collected) -> Material``."""


@click.command("import")
@click.argument("origin", type=click.Choice(ORIGINS))
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The new folder."
)
def import_command(origin: str, source: Path, output: Path) -> None:
    """Make an assignment of SOURCE, a folder, an archive or a notebook of another grader.

    Tests are translated into checks, as far as that goes. What could not be translated is listed
    in IMPORT.md, with the points that it had. Nothing in SOURCE is run.

    \b
    Examples:
      grader import gradescope autograder.zip -o week3
      grader import nbgrader course/source/ps1 -o ps1
      grader import otter hw1.ipynb -o hw1
    """
    from grader.authoring.migration.writing import write_assignment
    from grader.intake import IntakeError, collect

    read = getattr(import_module(f"grader.authoring.migration.{origin}"), f"read_{origin}")
    try:
        collected = collect(source)
        material = read(collected)
        material.notes += collected.remarks
        written = write_assignment(material, origin, output)
    except (AuthoringError, IntakeError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(path)
    count = sum(len(each.tests) for each in material.exercises)
    click.echo(f"{count} tests translated; {len(material.left)} items listed in IMPORT.md")
