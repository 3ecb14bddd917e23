"""``%load_ext grader``, then ``%grade tanh``."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import click

from grader.intake.names import shown, unusable
from grader.report import clean
from grader.report.records import Report

from .command import Refused, Request, run_grade
from .display import mime_bundle
from .handing_in import write_submission
from .history import Execution, defined_names, standing_cells

EPILOG = """\b
Examples:
  %grade tanh                grade one exercise
  %grade                     grade every exercise that the cells define
  %grade tanh --seed 7       the same cases again
  %grade -a ../week3         an assignment in a folder
"""


class _Info(Protocol):
    raw_cell: str
    cell_id: str | None
    store_history: bool


class _History(Protocol):
    input_hist_raw: Sequence[str]


class _Events(Protocol):
    def register(self, event: str, function: Callable[[_Info], None]) -> None: ...


class _Publisher(Protocol):
    def publish(self, data: Mapping[str, str]) -> None: ...


class Shell(Protocol):
    """What is used of IPython's InteractiveShell."""

    history_manager: _History
    events: _Events
    display_pub: _Publisher
    execution_count: int
    user_ns: Mapping[str, object]

    def register_magic_function(
        self, func: Callable[[str], None], magic_kind: str, magic_name: str
    ) -> None:
        """See IPython."""


class Extension:
    """The extension in one kernel: it knows which cell each execution was of."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._cells: dict[int, tuple[str, str]] = {}

    def load(self) -> None:
        """Offer ``%grade`` and begin to note the ids of cells."""
        self._shell.register_magic_function(self.grade, "line", "grade")
        self._shell.events.register("pre_run_cell", self.note)

    def note(self, info: _Info) -> None:
        """Remember of which cell the execution is that begins."""
        cell = getattr(info, "cell_id", None)  # IPython before 8.3 does not tell
        if info.store_history and cell:
            self._cells[self._shell.execution_count] = (cell, info.raw_cell.rstrip("\n"))

    def grade(self, line: str) -> None:
        """Grade the code of the cells that were run; ``%grade --help`` shows the options."""
        try:
            asked = grade_command.main(shlex.split(line), prog_name="%grade", standalone_mode=False)
            if isinstance(asked, _Asked):
                self._show(self._graded(asked.request), verbose=asked.verbose)
        except click.ClickException as error:
            _complain(error.format_message())
        except (Refused, ValueError, OSError) as error:
            _complain(str(error))
        except (KeyboardInterrupt, click.Abort):
            _complain("interrupted")

    def executions(self) -> list[Execution]:
        """What this kernel has run and IPython remembers, this very cell included."""
        found = []
        for number, source in enumerate(self._shell.history_manager.input_hist_raw):
            cell, noted = self._cells.get(number, (None, ""))
            if number and source.strip():
                found.append(Execution(number, source, cell if noted == source else None))
        return found

    def _graded(self, request: Request) -> Report:
        cells = standing_cells(self.executions())
        if not defined_names(cells):
            raise Refused("no cell with code was run since the kernel started: run them first")
        name = notebook_name(self._shell.user_ns)
        with tempfile.TemporaryDirectory(prefix="grade-") as folder:
            submission, workplace = Path(folder, name), Path(folder, ".work")
            submission.mkdir()
            workplace.mkdir()
            write_submission(submission, request.exercises or (name,), cells)
            return run_grade(submission, request, workplace)

    def _show(self, report: Report, *, verbose: bool) -> None:
        self._shell.display_pub.publish(mime_bundle(report, verbose=verbose))


class _Asked:
    """A line that asks for a grading, not for help."""

    def __init__(self, request: Request, *, verbose: bool) -> None:
        self.request, self.verbose = request, verbose


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("exercise", nargs=-1)
@click.option("-a", "--assignment", metavar="NAME|DIR", help="Assignment; found out if left out.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw the cases of that run.")
@click.option(
    "--isolation",
    type=click.Choice(["full", "process"]),
    help="Confinement to insist on; the best there is if left out.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show every check and its id.")
def grade_command(
    exercise: tuple[str, ...],
    assignment: str | None,
    seed: int | None,
    isolation: str | None,
    verbose: bool,
) -> _Asked:
    """Grade EXERCISE, or all, as the cells that were run define it.

    Run a cell after you change it: what counts is the code that this kernel has run last. The
    file need not be saved.
    """
    for name in exercise:
        if "/" in name or unusable(f"{name}.ipynb", depth=1):
            raise click.UsageError(f"{shown(name)} is not the name of an exercise")
    return _Asked(Request(exercise, assignment, seed, isolation), verbose=verbose)


def notebook_name(user_names: Mapping[str, object]) -> str:
    """The notebook's name if the kernel was told it, else "notebook"."""
    told = user_names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
    stem = Path(str(told)).name.removesuffix(".ipynb")
    usable = stem and stem.isprintable() and not stem.startswith(".") and len(stem) < 100
    return stem if usable else "notebook"


def _complain(message: str) -> None:
    print(f"%grade: {clean(message, 1000)}", file=sys.stderr)
