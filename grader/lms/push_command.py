"""`grader push`: a class's scores, sent to a learning-management system."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.formats.exports import FormatError, Note
from grader.gradebook import Gradebook, GradebookError
from grader.report.text import clean_line

from . import credentials
from .credentials import CredentialsError
from .scores import AGS, CANVAS, Wording, scores_of
from .sending import Score, Sent, StoppedError, Target, outstanding, send

# What speaks over the network is an extra, and imported when it is used.
if TYPE_CHECKING:
    from .speaking import Speaker

AGS_ENVIRONMENT, CANVAS_ENVIRONMENT = "GRADER_AGS", "GRADER_CANVAS"
F = TypeVar("F", bound=Callable[..., Any])


@click.group("push")
def push_command() -> None:
    """Send the scores of a gradebook to a learning-management system.

    Each score is sent once, and again when it has changed. What was sent, and what the platform
    answered, is kept in the gradebook, so that a run that was cut off is taken up by the next.
    Only who has points is sent (to Canvas, who is excused, too); the others are named.

    \b
    Examples:
      grader push ags gradebook.db --line-item https://lms.example/items/7 --dry-run
      grader push canvas gradebook.db --course 12 --canvas-assignment 345
    """


def _common(command: F) -> F:
    """The options of every way to send."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be sent; send nothing."),
        click.option(
            "--credentials",
            "secrets",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="A TOML file of your own instead of the environment.",
        ),
        click.option("-a", "--assignment", metavar="ID", help="Which one, if there are several."),
        click.option("--id", "column", metavar="COLUMN", help="Of the roster, with the ids there."),
        click.argument("gradebook", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


@push_command.command("ags")
@_common
@click.option("--line-item", required=True, metavar="URL", help="The column of the gradebook.")
def ags_command(
    gradebook: Path,
    column: str | None,
    assignment: str | None,
    secrets: Path | None,
    dry_run: bool,
    line_item: str,
) -> None:
    """Send to a line item of LTI 1.3 (Moodle, Canvas, Open edX, Brightspace, Blackboard).

    Students are known by their LTI id, the column lti_id of the roster. Who we are stands in
    the environment: GRADER_AGS_CLIENT_ID, GRADER_AGS_TOKEN_URL, GRADER_AGS_KEY_FILE (a private
    RSA key, PEM) and, if the platform asks for it, GRADER_AGS_KEY_ID; or in the file of
    --credentials under client_id, token_url, key_file, key_id.

    \b
    Example:
      grader push ags gradebook.db --line-item https://lms.example/items/7
    """

    def target(speaker: Speaker) -> Target:
        from .ags import Client, LineItem

        names = ("client_id", "token_url", "key_file", "key_id")
        values = credentials.read(secrets, AGS_ENVIRONMENT, names)
        client_id, token_url, key_file = credentials.demanded(values, AGS_ENVIRONMENT, names[:3])
        key = credentials.read_secret((secrets.parent if secrets else Path()) / key_file)
        token_url = credentials.checked_address(token_url, "token_url")
        client = Client(client_id, token_url, key, values.get("key_id"))
        return LineItem(name, line_item, client, speaker)

    name = f"ags {line_item}"
    with _told():
        credentials.checked_address(line_item, "the line item")
        _push(_Task(gradebook, assignment, name, AGS, column), None if dry_run else target)


@push_command.command("canvas")
@_common
@click.option("--course", required=True, type=click.IntRange(1), help="Canvas' id of it.")
@click.option("--canvas-assignment", required=True, type=click.IntRange(1), help="Canvas' id.")
@click.option("--url", required=True, metavar="URL", help="Where Canvas is.")
def canvas_command(
    gradebook: Path,
    column: str | None,
    assignment: str | None,
    secrets: Path | None,
    dry_run: bool,
    course: int,
    canvas_assignment: int,
    url: str,
) -> None:
    """Send to an assignment in Canvas, by its own interface.

    Students are known by the roster's column canvas_id, or sis_id. The token stands in the
    environment, GRADER_CANVAS_TOKEN, or in the file of --credentials under token.

    \b
    Example:
      grader push canvas gradebook.db --url https://canvas.example --course 12 \\
        --canvas-assignment 345
    """
    url, path = url.rstrip("/"), f"/courses/{course}/assignments/{canvas_assignment}"
    name = f"canvas {url}{path}"

    def target(speaker: Speaker) -> Target:
        from .canvas import Account, CanvasAssignment

        values = credentials.read(secrets, CANVAS_ENVIRONMENT, ("token",))
        (token,) = credentials.demanded(values, CANVAS_ENVIRONMENT, ("token",))
        return CanvasAssignment(name, Account(url, token), path, speaker)

    with _told():
        credentials.checked_address(url, "--url")
        _push(_Task(gradebook, assignment, name, CANVAS, column), None if dry_run else target)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be sent where: the gradebook, its assignment, the place and its wording."""

    gradebook: Path
    assignment: str | None
    place: str
    wording: Wording
    column: str | None


def _push(task: _Task, target: Callable[[Speaker], Target] | None) -> None:
    """Send what is outstanding; only say what that is where there is no target."""
    place = None if target is None else target(_speaker())
    with Gradebook.open(task.gradebook) as book:
        assignment = _chosen(book, task.assignment)
        said = scores_of(book.class_record(assignment), task.wording, task.column)
        for note in said.notes:
            click.echo(f"not sent: {_note(note)}", err=True)
        due = outstanding(said.scores, book.deliveries(assignment, task.place))
        if place is None:
            _show(due)
        else:
            _send(book, assignment, place, due)
        click.echo(f"{len(said.scores) - len(due)} had been sent before", err=True)


def _show(due: Sequence[Score]) -> None:
    for score in due:
        click.echo(f"would send {_line(score)}")
    click.echo(f"{len(due)} would be sent", err=True)


def _send(book: Gradebook, assignment: str, place: Target, due: Sequence[Score]) -> None:
    refused = sent = 0
    try:
        for each in send(book, assignment, place, due):
            sent += 1
            refused += each.answer.outcome != "accepted"
            click.echo(f"{each.answer.outcome} {_line(each.score)}{_why(each)}")
    except StoppedError as stopped:
        left = len(due) - sent
        raise click.ClickException(
            f"{stopped}; {left} of {len(due)} not sent: the next run takes them up"
        ) from stopped
    if refused:
        raise click.ClickException(f"{refused} of {len(due)} were refused")


def _line(score: Score) -> str:
    points = "excused" if score.points is None else f"{score.points:g}"
    return f"{clean_line(score.person_id, 80)} {points}"


def _why(sent: Sent) -> str:
    return "" if sent.answer.outcome == "accepted" else f": {clean_line(sent.answer.detail, 300)}"


def _note(note: Note) -> str:
    return f"{clean_line(note.student, 80)}: {clean_line(note.text, 200)}"


def _speaker() -> Speaker:
    try:
        from .speaking import Speaker
    except ModuleNotFoundError as error:
        raise CredentialsError(
            f"sending needs the library {error.name}: pip install 'grader[push]'"
        ) from error
    return Speaker()


def _chosen(book: Gradebook, wanted: str | None) -> str:
    known = [info.id for info in book.assignments()]
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is None:
        found = ", ".join(known) or "none"
        raise GradebookError(f"say which assignment with -a; the gradebook has: {found}")
    return wanted


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what could not be done."""
    try:
        yield
    except (CredentialsError, FormatError, GradebookError) as error:
        raise click.ClickException(str(error)) from error
