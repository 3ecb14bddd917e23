"""`grader batch`: a class, graded into a gradebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .choosing import gradebook_option
from .interruption import interrupted_once
from .look_commands import boundary_option


@click.command("batch")
@click.argument("submissions", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("-a", "--assignment", required=True, metavar="NAME|DIR", help="What to grade.")
@gradebook_option
@click.option(
    "--roster", type=click.Path(path_type=Path), metavar="CSV", help="Who is in the class."
)
@click.option(
    "--layout", metavar="NAME", help="How SUBMISSIONS is laid out; found out if left out."
)
@click.option("--dry-run", is_flag=True, help="Only say who would be graded from what, and why.")
@click.option("--regrade", is_flag=True, help="Grade again what has not changed, too.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes; one per core.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw the cases of that run.")
@click.option(
    "--isolation",
    type=click.Choice(["full", "process"]),
    help="Confinement to insist on; the best there is if left out.",
)
@boundary_option
def batch_command(**options: Any) -> None:
    """Grade all SUBMISSIONS: a folder or .zip with one folder, archive or file per student.

    Several, such as the downloads of a course's sections, are graded as one class.
    Downloads of Canvas, Moodle, Blackboard, Gradescope, nbgrader and GitHub Classroom are
    recognised. Every finished result is in the gradebook at once. The next run grades only what
    is new or has changed, so the same command continues one that was cut off.

    Exit code: 0 when everything was graded, 2 for wrong usage, 3 when something could not be
    graded, 130 when interrupted.

    \b
    Examples:
      grader batch submissions -a practice
      grader batch submissions.zip -a practice --roster class.csv --dry-run
      grader batch submitted -a week3 --gradebook week3.db --regrade
      grader batch monday.zip friday.zip -a practice
    """
    with interrupted_once():
        from .batch import Options  # late: help does not wait for NumPy
        from .whole_run import run_batch

        sys.exit(run_batch(Options(**options)))
