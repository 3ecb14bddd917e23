"""Runs `grade` for a notebook, in a process of its own.

The kernel has run the student's code: nothing in it can be trusted to judge, NumPy included.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import grader
from grader.report import ReportError, loads
from grader.report.records import Report

_START = (
    "import sys;"
    "library=sys.argv.pop(1);"
    "sys.path[:]=[*filter(None,sys.path),library];"  # below 3.11, "-c" adds the working folder
    "from grader.cli.grade import main;"
    "main()"
)
_SETTLING_S = 10.0
"""How long an interrupted command may take to clean up."""


class Refused(Exception):  # noqa: N818 (what the command says, not a fault of ours)
    """There is no report; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to grade and how, as the command line of `grade` knows it."""

    exercises: tuple[str, ...]
    assignment: str | None = None
    seed: int | None = None
    isolation: str | None = None

    def options(self) -> list[str]:
        """The options of `grade` that ask for this."""
        wanted = {
            "--assignment": self._assignment(),
            "--seed": self.seed,
            "--isolation": self.isolation,
        }
        given = [
            part
            for name, value in wanted.items()
            if value is not None
            for part in (name, f"{value}")
        ]
        return [*given, *(part for name in self.exercises for part in ("--exercise", name))]

    def _assignment(self) -> str | None:
        """The command runs in another folder, so a folder's name has to be a whole path."""
        if self.assignment is not None and Path(self.assignment).is_dir():
            return str(Path(self.assignment).resolve())
        return self.assignment


def run_grade(submission: Path, request: Request, workplace: Path) -> Report:
    """The report of `grade` about a submission; ``workplace`` is an empty folder to run it in.

    Raises Refused with the command's own words, and KeyboardInterrupt once the command and all
    that it started have ended.
    """
    code, output, errors = _run(
        ["--output", "-", "--quiet", *request.options(), "--", str(submission)], workplace
    )
    if not output.strip():
        said = errors.strip().removeprefix("grade: ")
        raise Refused(said or f"the grader ended without a report (exit code {code})")
    try:
        return loads(output)
    except (ReportError, ValueError) as error:
        raise Refused(f"the grader's report cannot be read: {error}") from error


def _run(arguments: Sequence[str], workplace: Path) -> tuple[int, str, str]:
    library = str(Path(grader.__file__).resolve().parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-c", _START, library, *arguments],
        cwd=workplace,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        output, errors = process.communicate()
    except BaseException:
        _end(process)
        raise
    return process.returncode, output.decode("utf-8", "replace"), errors.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Ours, without the kernel's own choice of where plots go."""
    return {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Have the command end its workers; it may have heard the interrupt already."""
    with suppress(OSError):
        process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
    try:
        process.communicate(timeout=_SETTLING_S)
    except BaseException:  # a second interrupt among them
        process.kill()
        process.communicate()
