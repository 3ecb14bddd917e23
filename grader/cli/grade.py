"""`grade SUBMISSION`: the one verb a student needs."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from grader import __version__

if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

    from grader.formats import Format
    from grader.report.records import Report
    from grader.session import Launcher

BELOW, USAGE, NOT_GRADED = 1, 2, 3
SIGNALLED = 128
"""Exit codes; that of a signal adds its number: 130 is an interrupt, 143 a termination."""

ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]

EPILOG = """\b
Examples:
  grade .                              grade the folder you are in
  grade tanh.py                        grade one file
  grade hw7.zip -a practice -o report.json
  grade . --seed 123456789             the same cases as in an earlier report
"""


class Refusal(Exception):  # noqa: N818 (it is not an error of ours)
    """What was asked for cannot be done; the message says why, and what to do."""


class Ended(BaseException):
    """A signal told us to end; everything that we started goes first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = SIGNALLED + number
        self.word = "interrupted" if number == signal.SIGINT else "terminated"


@dataclass(frozen=True, slots=True)
class Options:
    """The command line."""

    submission: Path
    assignment: str | None
    only: tuple[str, ...]
    output: str | None
    dialect: str | None
    student: str | None
    seed: int | None
    fail_under: float | None
    isolation: Literal["full", "process"] | None
    quiet: bool
    verbose: bool
    no_color: bool


class GradeCommand(click.Command):
    """Its help lists the dialects, which are only known to who looks for them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click.Command."""
        from grader.formats import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, each.summary) for name, each in sorted(FORMATS.items())])
        super().format_epilog(ctx, formatter)


@click.command(
    cls=GradeCommand, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.argument("submission", type=click.Path(path_type=Path))
@click.option("-a", "--assignment", metavar="NAME|DIR", help="Assignment; found out if left out.")
@click.option("-e", "--exercise", "only", multiple=True, metavar="NAME", help="Only this one.")
@click.option("-o", "--output", metavar="FILE", help="Write the report; '-' is standard output.")
@click.option("-f", "--format", "dialect", metavar="NAME", help="Of the report; json by default.")
@click.option("--student", metavar="ID", help="Whose report it is, for formats that say so.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw the cases of that run.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 when the score is below.",
)
@click.option(
    "--isolation",
    type=click.Choice(["full", "process"]),
    help="Confinement to insist on; the best there is if left out.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.option("-v", "--verbose", is_flag=True, help="Show every check and its id.")
@click.option("--no-color", is_flag=True, help="No colour, as with NO_COLOR.")
@click.version_option(__version__, "--version", message="grade %(version)s")
def grade(**options: Any) -> None:
    """Grade SUBMISSION: a folder, a .zip or .tar.gz, a .py or an .ipynb."""
    with _signals_end_it():
        try:
            code = _run(Options(**options))
        except Ended as ended:
            code = _complain(ended.word, ended.code)
    sys.exit(code)


def _run(options: Options) -> int:
    from grader.formats.exports import FormatError
    from grader.report.feedback import for_students
    from grader.session import GraderFault, Launcher

    try:
        _check_paths(options)
        with Launcher(options.isolation) as launcher:
            form = _format(options)
            _load_what_writes(form)
            report = for_students(_graded(launcher, options))
        _deliver(report, form, options)
    except Refusal as refusal:
        return _complain(str(refusal), USAGE)
    except FormatError as error:
        return _complain(str(error), NOT_GRADED if report.score is None else USAGE)
    except GraderFault as fault:
        return _complain(f"this could not be graded, which is not your fault: {fault}", NOT_GRADED)
    return _exit_code(report, options.fail_under)


def _check_paths(options: Options) -> None:
    """Refuse before grading what would be refused after it."""
    if not options.submission.exists():
        raise Refusal(f"{options.submission} does not exist: name a folder, an archive or a file")
    if options.output is None and options.dialect is not None:
        raise Refusal(f"-f {options.dialect} says how to write a report: say where with -o FILE")
    if options.output in (None, "-"):
        return
    target = Path(os.path.realpath(str(options.output)))
    if target.is_dir():
        raise Refusal(f"{options.output} is a folder: name the file to write")
    if not target.parent.is_dir():
        raise Refusal(f"{options.output} cannot be written: its folder does not exist")
    if not os.access(target.parent if _is_replaceable(target) else target, os.W_OK):
        raise Refusal(f"{options.output} cannot be written: permission denied")


def _format(options: Options) -> Format:
    from grader.formats import FORMATS

    name = options.dialect or "json"
    if name not in FORMATS:
        raise Refusal(f"no format {name!r}: choose from {', '.join(sorted(FORMATS))}")
    form = FORMATS[name]
    if form.names_student and not options.student:
        raise Refusal(f"{name} says whose score it is: name the id it knows with --student ID")
    if options.student and not form.names_student:
        raise Refusal(f"{name} does not say whose report it is: leave --student out")
    return form


def _load_what_writes(form: Format) -> None:
    """Import what comes after grading before it: code that is not confined could change it."""
    from grader.formats import terminal  # noqa: F401
    from grader.report import writing  # noqa: F401

    form.load()


def _graded(launcher: Launcher, options: Options) -> Report:
    # Only now: the launcher has started what we would otherwise wait for after these imports.
    from grader.grading import submission as grading
    from grader.grading.assignment import AssignmentError
    from grader.intake import IntakeError

    if options.isolation == "full" and launcher.isolation.level != "full":
        missing = ", ".join(part for part, held in launcher.isolation.parts.items() if not held)
        raise Refusal(f"full isolation cannot be had on this machine: it lacks {missing}")
    try:
        prepared = grading.prepare(launcher, options.submission, options.assignment)
        grading.check_only(prepared.assignment, options.only)
        seed = grading.fresh_seed() if options.seed is None else options.seed
        return grading.grade_submission(launcher, prepared, seed=seed, only=options.only)
    except (IntakeError, AssignmentError, grading.NothingToGrade) as error:
        raise Refusal(str(error)) from error


def _deliver(report: Report, form: Format, options: Options) -> None:
    """Print the summary and write the report."""
    if not options.quiet:
        stream = sys.stderr if options.output == "-" else sys.stdout
        _print(_summary(report, stream, options), stream, "the summary")
    if options.output is None:
        return
    text = form.render(report, options.student)
    if options.output == "-":
        _print(text, sys.stdout, "the report", "utf-8")
    else:
        _write(text, options.output)


def _summary(report: Report, stream: TextIO, options: Options) -> str:
    import shutil

    from grader.formats import terminal

    return terminal.render(
        report,
        width=shutil.get_terminal_size().columns if stream.isatty() else 100,
        colour=stream.isatty() and not options.no_color and not os.environ.get("NO_COLOR"),
        verbose=options.verbose,
        encoding=stream.encoding or "utf-8",
    )


def _print(text: str, stream: TextIO, what: str, encoding: str | None = None) -> None:
    """Print all of it; a reader that has seen enough (``| head``) is no failure."""
    try:
        stream.flush()
        stream.buffer.write(text.encode(encoding or stream.encoding or "utf-8", "replace"))
        stream.flush()
    except OSError as error:
        # Python would try again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if error.errno != errno.EPIPE:
            raise Refusal(f"{what} cannot be written: {error.strerror}") from error


def _write(text: str, output: str) -> None:
    """Write the report, whole or not at all."""
    from grader.report.writing import write_whole

    target = Path(os.path.realpath(output))
    try:
        if _is_replaceable(target):
            write_whole(target, text.encode())
        else:
            target.write_bytes(text.encode())
    except OSError as error:
        raise Refusal(f"{output} cannot be written: {error.strerror or error}") from error


def _is_replaceable(target: Path) -> bool:
    """Whether it is an ordinary file or none yet, not a pipe or a device."""
    return target.is_file() or not target.exists()


def _exit_code(report: Report, fail_under: float | None) -> int:
    if report.score is None:
        return NOT_GRADED
    if fail_under is not None and 100 * report.score < fail_under * report.max_score:
        return BELOW
    return 0


def _complain(message: str, code: int) -> int:
    from grader.report.text import clean

    click.echo(f"grade: {clean(message, 1000)}", err=True)
    return code


@contextmanager
def _signals_end_it() -> Iterator[None]:
    """Have the first signal to end raise Ended; others do not disturb the cleaning up."""

    def end(number: int, frame: FrameType | None) -> None:
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise Ended(number)

    heard = [number for number in ENDING if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> None:
    """The console script."""
    grade.main(standalone_mode=True)


if __name__ == "__main__":
    main()
