"""`grader batch`: a class, graded into a gradebook."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from grader.gradebook import GradebookError
from grader.grading.assignment import AssignmentError
from grader.intake import IntakeError
from grader.intake.layouts import unpack
from grader.report.text import clean

from .batch import Batch, Interrupted, Options
from .choosing import gradebook_option
from .look_commands import boundary_option

USAGE, NOT_GRADED, INTERRUPTED = 2, 3, 130


@click.command("batch")
@click.argument("submissions", type=click.Path(path_type=Path))
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
    """
    sys.exit(_run(Options(**options)))


def _run(options: Options) -> int:
    try:
        with _ended_by_signals(), _folder(options.submissions) as folder:
            complete = Batch(options, folder, sys.stdout).run()
    except (IntakeError, AssignmentError) as error:
        return _complain(str(error), USAGE)
    except GradebookError as error:
        return _complain(str(error), NOT_GRADED)
    except Interrupted as interrupted:
        return _complain(str(interrupted), INTERRUPTED)
    except KeyboardInterrupt:
        return _complain("interrupted before anything was graded", INTERRUPTED)
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        return _complain(f"{what}{error.strerror or error}", NOT_GRADED)
    return 0 if complete else NOT_GRADED


@contextmanager
def _folder(submissions: Path) -> Iterator[Path]:
    """The folder of the submissions: of an archive, one of our own while it lasts."""
    if submissions.is_dir():
        yield submissions
    elif submissions.suffix.lower() == ".zip" and submissions.is_file():
        with TemporaryDirectory(prefix="grader-class-") as place:
            folder = Path(place, submissions.stem)
            folder.mkdir()
            unpack(submissions, folder)
            yield folder
    else:
        what = "is neither a folder nor a .zip" if submissions.exists() else "does not exist"
        raise IntakeError(f"{clean(str(submissions), 300)} {what}: name the class's submissions")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Have a termination or a hang-up end the run as an interrupt does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    heard = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, signal.default_int_handler) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _complain(message: str, code: int) -> int:
    sys.stdout.flush()
    click.echo(f"grader: {clean(message, 2_000)}", err=True)
    return code
