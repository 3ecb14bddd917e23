"""`grader export`: the grades of a class for another system."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.formats.classwide import EXPORTS, identified_by
from grader.formats.exports import Export, FormatError, Note, Target
from grader.report.text import clean_line
from grader.report.writing import write_whole

from .gradebook import Gradebook
from .store import GradebookError

_MAX_NAMED = 20


class _ExportCommand(click.Command):
    """Its help lists the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click.Command."""
        with formatter.section("Formats"):
            formatter.write_dl([(name, each.summary) for name, each in sorted(EXPORTS.items())])
        super().format_epilog(ctx, formatter)


_EPILOG = """\b
Examples:
  grader export --to csv gradebook.db
  grader export --to canvas-csv --item "HW 1 (9001)" -o canvas.csv gradebook.db
  grader export --to moodle-worksheet --sheet Grades.csv -o filled.csv gradebook.db
  grader export --to brightspace-csv --id id -o grades.csv gradebook.db
"""


@click.command("export", cls=_ExportCommand, epilog=_EPILOG)
@click.argument("gradebook", type=click.Path(path_type=Path))
@click.option("--to", "name", required=True, type=click.Choice(sorted(EXPORTS)), metavar="NAME")
@click.option("-o", "--output", metavar="FILE", default="-", help="Default: standard output.")
@click.option("-a", "--assignment", metavar="ID", help="Which one, if there are several.")
@click.option("--item", default="", metavar="NAME", help="What the other system calls it.")
@click.option("--sheet", metavar="FILE", type=click.Path(path_type=Path), help="To be filled in.")
@click.option("--id", "column", metavar="COLUMN", help="Of the roster, with the ids it knows.")
def export_command(
    gradebook: Path,
    name: str,
    output: str,
    assignment: str | None,
    item: str,
    sheet: Path | None,
    column: str | None,
) -> None:
    """Write the grades in GRADEBOOK for another system, by --to NAME.

    Students are known by the roster's columns that docs/formats.md names, never by their names.
    What a format has no word for is left out, and said on standard error.
    """
    form = EXPORTS[name]
    try:
        with Gradebook.open(gradebook) as book:
            record = book.class_record(_chosen(book, assignment))
        if column:
            record = identified_by(record, form.key, column)
        export = form.render(record, Target(item, _text(sheet) if sheet else ""))
        _deliver(export, output)
    except (GradebookError, FormatError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        what = error.filename or output
        raise click.ClickException(f"{what}: {error.strerror or error}") from error
    _tell(export.notes)


def _chosen(book: Gradebook, wanted: str | None) -> str:
    known = [info.id for info in book.assignments()]
    if wanted is not None:
        return wanted
    if len(known) != 1:
        found = ", ".join(known) or "none"
        raise click.ClickException(f"say which assignment with -a; the gradebook has: {found}")
    return known[0]


def _text(sheet: Path) -> str:
    try:
        return sheet.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError(f"{sheet} is not UTF-8: download it again and do not edit it") from None


def _deliver(export: Export, output: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(export.content)
        sys.stdout.buffer.flush()
        return
    target = Path(output).resolve()  # the file, where it is a link to one
    if target.exists() and not target.is_file():
        raise FormatError(f"{output} is no ordinary file: name the file to write")
    write_whole(target, export.content)


def _tell(notes: tuple[Note, ...]) -> None:
    """Say what does not arrive, one line for each reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for note in notes:
        reasons.setdefault((note.what, note.text), []).append(clean_line(note.student, 80))
    for (what, text), students in reasons.items():
        named = ", ".join(students[:_MAX_NAMED])
        more = len(students) - _MAX_NAMED
        rest = f" and {more} more" if more > 0 else ""
        click.echo(f"{what}: {named}{rest}: {text}", err=True)
