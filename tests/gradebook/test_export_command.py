"""`grader export`, as a user sees it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.gradebook import Gradebook
from grader.gradebook.export_command import export_command
from grader.report.standings import Person


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(export_command, [str(each) for each in arguments])


@pytest.fixture
def graded(path: Path, book: Gradebook, run: object) -> Path:
    book.enrol([Person(name, ids={"username": name}) for name in ("ana", "bob", "cyd", "dan")])
    book.override("week1", "ana", 7.5, "oral exam")
    book.override("week1", "bob", None, "ill")
    return path


def test_the_table_goes_to_standard_output_and_the_rest_is_said(graded: Path) -> None:
    done = export("--to", "blackboard-csv", "--item", "HW |12", graded)
    assert (done.exit_code, done.stdout) == (0, "Username,HW |12\nana,7.5\n")
    assert done.stderr.splitlines() == [
        "left out: bob: excused",
        "left out: cyd, dan: nothing was handed in",
    ]


def test_a_file_is_written_whole(graded: Path, tmp_path: Path) -> None:
    target = tmp_path / "grades.csv"
    assert export("--to", "csv", "-o", target, graded).exit_code == 0
    with target.open(newline="") as file:
        found = {row["id"]: (row["state"], row["points"]) for row in csv.DictReader(file)}
    assert found["ana"] == ("graded", "7.5")
    assert found["bob"] == ("excused", "")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_another_column_can_be_the_id(graded: Path) -> None:
    done = export("--to", "canvas", "--id", "username", graded)
    assert '"ana": {' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "csv", "no-such.db"], "no-such.db"),
        (["--to", "csv", "-a", "week9", "BOOK"], "has no assignment 'week9'"),
        (["--to", "moodle-worksheet", "BOOK"], "--sheet FILE"),
        (["--to", "moodle-worksheet", "--sheet", "no-such.csv", "BOOK"], "no-such.csv"),
        (["--to", "csv", "-o", "no-such-folder/a.csv", "BOOK"], "no-such-folder"),
        (["--to", "csv", "-o", "/dev/null", "BOOK"], "no ordinary file"),
        (["--to", "sakai", "BOOK"], "sakai"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    graded: Path, arguments: list[str], words: str
) -> None:
    done = export(*(graded if each == "BOOK" else each for each in arguments))
    assert done.exit_code != 0
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""


def test_help_lists_every_format_and_ends_with_examples() -> None:
    text = export("--help").output
    assert "moodle-worksheet" in text
    assert text.rstrip().endswith("gradebook.db")
