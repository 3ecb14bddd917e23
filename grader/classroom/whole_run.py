"""A batch from its folder or archive to its exit code, whatever happens in between."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from grader.gradebook import GradebookError
from grader.grading.assignment import AssignmentError
from grader.intake import IntakeError
from grader.intake.layouts import OURS, unpack
from grader.report.text import clean
from grader.session import GraderFault

from .batch import Batch, Interrupted, IsolationError, Options

USAGE, NOT_GRADED, INTERRUPTED = 2, 3, 130


def run_batch(options: Options) -> int:
    """Grade a class; return the exit code, having said on standard error what went wrong."""
    try:
        with _ended_by_signals(), _folder(options.submissions) as folder:
            complete = Batch(options, folder, sys.stdout).run()
    except (IntakeError, AssignmentError, IsolationError) as error:
        return _complain(str(error), USAGE)
    except (GradebookError, GraderFault) as error:
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
        with TemporaryDirectory(prefix=OURS) as place:
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
