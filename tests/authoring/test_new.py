"""A new assignment, as its author meets it: it works before a line is changed."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.authoring.new_command import new_command
from grader.authoring.release import release
from grader.authoring.verify import Plan, verify
from grader.authoring.verify_trials import lanes
from grader.grading.assignment import find_assignment


def new(*arguments: str) -> Result:
    return CliRunner().invoke(new_command, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = new(str(tmp_path / "week-3"))
    assert made.exit_code == 0, made.output
    return tmp_path / "week-3"


def test_it_is_whole_and_named(folder: Path) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert names == [
        "README.md",
        "assignment.toml",
        "checks/squared_error.py",
        "solutions/equivalent.toml",
        "solutions/squared_error.py",
    ]
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# Week 3\n")
    assignment = find_assignment(str(folder))
    assert (assignment.id, assignment.title) == ("week-3", "Week 3")


def test_it_verifies_at_once_and_no_mutant_survives(folder: Path) -> None:
    plan = Plan(seeds=2)
    with lanes(1) as run:
        proof = verify(
            find_assignment(str(folder)), folder / "solutions", plan, run, lambda line: None
        )
    assert proof.holds
    (exercise,) = proof.exercises
    assert exercise.fated("survived") == []
    assert exercise.stale == ()


def test_its_stubs_can_be_handed_out(folder: Path, tmp_path: Path) -> None:
    paths = release(folder / "solutions", tmp_path / "handout")
    assert "SOLUTION" not in paths[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [("there", "there already"), ("two words", "cannot name an assignment"), ("-x", "cannot name")],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "there").mkdir()
    result = new("--", str(tmp_path / name))
    assert result.exit_code == 1
    assert said in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = new(str(tmp_path / "file" / "week3"))
    assert result.exit_code == 1
    assert "Not a directory" in result.output


def test_half_an_assignment_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def write_text(path: Path, text: str, **options: str) -> int:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        return path.write_bytes(text.encode())

    monkeypatch.setattr(Path, "write_text", write_text)
    result = new(str(tmp_path / "week3"))
    assert result.exit_code == 1
    assert "No space left on device" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_toolbox_has_it() -> None:
    command = [sys.executable, "-m", "grader.cli.staff", "new", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "grader verify week3" in done.stdout
