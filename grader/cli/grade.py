"""`grade SUBMISSION`: the one verb a student needs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__

if TYPE_CHECKING:
    from grader.report.records import Report
    from grader.session import Launcher

BELOW, USAGE, NOT_GRADED, INTERRUPTED = 1, 2, 3, 130

EPILOG = """\b
Examples:
  grade .                              grade the folder you are in
  grade tanh.py                        grade one file
  grade hw7.zip -a practice -o report.json
  grade . --seed 123456789             the same cases as in an earlier report
"""


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("submission", type=click.Path(path_type=Path))
@click.option("-a", "--assignment", metavar="NAME|DIR", help="Assignment; found out if left out.")
@click.option("-e", "--exercise", "only", multiple=True, metavar="NAME", help="Only this one.")
@click.option("-o", "--output", metavar="FILE", help="Write the report; '-' is standard output.")
@click.option("-f", "--format", "dialect", default="json", metavar="NAME", help="Of the report.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw the cases of that run.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT",
              help="Exit with 1 when the score is below.")
@click.option("--isolation", type=click.Choice(["full", "process"]),
              help="Confinement to insist on; the best there is if left out.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.option("-v", "--verbose", is_flag=True, help="Show every check and its id.")
@click.option("--no-color", is_flag=True, help="No colour, as with NO_COLOR.")
@click.version_option(__version__, "--version", message="grade %(version)s")
def grade(**options: Any) -> None:
    """Grade SUBMISSION: a folder, a .zip or .tar.gz, a .py or an .ipynb."""
    sys.exit(_run(**options))


def _run(
    submission: Path,
    assignment: str | None,
    only: tuple[str, ...],
    output: str | None,
    dialect: str,
    seed: int | None,
    fail_under: float | None,
    isolation: Any,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> int:
    from grader.formats import FORMATS

    if dialect not in FORMATS:
        return _refuse(f"no format {dialect!r}: choose from {', '.join(sorted(FORMATS))}")
    if not submission.exists():
        return _refuse(f"{submission} does not exist: name a folder, an archive or a file")
    if output not in (None, "-") and not Path(output).parent.is_dir():
        return _refuse(f"{output} cannot be written: its folder does not exist")
    report = _graded(submission, assignment, only, seed, isolation)
    if isinstance(report, int):
        return report
    if not quiet:
        _print_summary(report, sys.stderr if output == "-" else sys.stdout, verbose, no_color)
    if output is not None and (problem := _write(FORMATS[dialect].render(report), output)):
        return _refuse(problem)
    return _exit_code(report, fail_under)


def _graded(
    submission: Path,
    assignment: str | None,
    only: tuple[str, ...],
    seed: int | None,
    isolation: Any,
) -> Report | int:
    """The report, or the exit code after saying why there is none."""
    from grader.session import GraderFault, Launcher

    try:
        with Launcher(isolation) as launcher:
            return _graded_by(launcher, submission, assignment, only, seed, isolation)
    except GraderFault as fault:
        return _complain(f"this could not be graded, which is not your fault: {fault}", NOT_GRADED)


def _graded_by(
    launcher: Launcher,
    submission: Path,
    assignment: str | None,
    only: tuple[str, ...],
    seed: int | None,
    isolation: Any,
) -> Report | int:
    from grader.grading import submission as grading
    from grader.grading.assignment import AssignmentError
    from grader.intake import IntakeError

    if isolation == "full" and launcher.isolation.level != "full":
        missing = ", ".join(part for part, held in launcher.isolation.parts.items() if not held)
        return _refuse(f"full isolation cannot be had on this machine: it lacks {missing}")
    try:
        prepared = grading.prepare(launcher, submission, assignment)
        grading.check_only(prepared.assignment, only)
        seed = grading.fresh_seed() if seed is None else seed
        return grading.grade_submission(launcher, prepared, seed=seed, only=only)
    except (IntakeError, AssignmentError, grading.NothingToGrade) as error:
        return _refuse(str(error))


def _print_summary(report: Report, stream: Any, verbose: bool, no_color: bool) -> None:
    from grader.formats import terminal

    import shutil

    colour = stream.isatty() and not no_color and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns if stream.isatty() else 100
    text = terminal.render(
        report,
        width=width,
        colour=colour,
        verbose=verbose,
        encoding=stream.encoding or "utf-8",
    )
    stream.write(text)
    stream.flush()


def _write(text: str, output: str) -> str | None:
    """Write the report, whole or not at all; what went wrong, if something did."""
    if output == "-":
        sys.stdout.write(text)
        return None
    target = Path(output)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        return f"{output} cannot be written: {error.strerror or error}"
    return None


def _exit_code(report: Report, fail_under: float | None) -> int:
    if report.score is None:
        return NOT_GRADED
    if fail_under is not None and 100 * report.score < fail_under * report.max_score:
        return BELOW
    return 0


def _refuse(message: str) -> int:
    return _complain(message, USAGE)


def _complain(message: str, code: int) -> int:
    from grader.report.text import clean

    click.echo(f"grade: {clean(message, 1000)}", err=True)
    return code


def main() -> None:
    """The console script: an interrupt is quiet and has its own exit code."""
    try:
        grade.main(standalone_mode=True)
    except KeyboardInterrupt:
        click.echo("grade: interrupted", err=True)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
