"""A batch from its folders or archives to its exit code, whatever happens in between."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.gradebook import GradebookError
from grader.grading.assignment import AssignmentError
from grader.intake import IntakeError
from grader.intake.layouts import unpack
from grader.report.text import clean
from grader.session import GraderFault, Ground

from .batch import Batch, Interrupted, IsolationError, Options

USAGE, NOT_GRADED, INTERRUPTED = 2, 3, 130


def run_batch(options: Options) -> int:
    """Grade a class; return the exit code, having said on standard error what went wrong."""
    try:
        with Ground() as ground:
            folders = [
                _folder(submissions, ground.folder / f"class-{number}")
                for number, submissions in enumerate(options.submissions)
            ]
            complete = Batch(options, folders, ground.folder, sys.stdout).run()
    except (IntakeError, AssignmentError, IsolationError) as error:
        return _complain(str(error), USAGE)
    except (GradebookError, GraderFault) as error:
        return _complain(str(error), NOT_GRADED)
    except Interrupted as interrupted:
        return _complain(str(interrupted), INTERRUPTED)
    except KeyboardInterrupt:
        return _complain("interrupted: nothing that had been graded is lost", INTERRUPTED)
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        return _complain(f"{what}{error.strerror or error}", NOT_GRADED)
    return 0 if complete else NOT_GRADED


def _folder(submissions: Path, room: Path) -> Path:
    """The folder of the submissions: of an archive, one that is made in ``room``."""
    if submissions.is_dir():
        return submissions
    if submissions.suffix.lower() == ".zip" and submissions.is_file():
        folder = room / submissions.stem
        folder.mkdir(parents=True)
        unpack(submissions, folder)
        return folder
    what = "is neither a folder nor a .zip" if submissions.exists() else "does not exist"
    raise IntakeError(f"{clean(str(submissions), 300)} {what}: name the class's submissions")


def _complain(message: str, code: int) -> int:
    sys.stdout.flush()
    click.echo(f"grader: {clean(message, 2_000)}", err=True)
    return code
