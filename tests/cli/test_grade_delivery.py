"""Where `grade` writes its report, and what a killed run leaves to the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = ROOT / "tests" / "attacks" / "assignment"
ENDLESS = "open(__file__ + '.started', 'w')\nwhile True: pass\n"

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
Options = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place with a right submission, and room for temporary files of the command."""
    for name in ("submission", "temporary"):
        (tmp_path / name).mkdir()
    (tmp_path / "submission/double.py").write_text("def double(x):\n    return 2 * x\n")
    (tmp_path / "submission/triple.py").write_text("def triple(x):\n    return 3 * x + 1\n")
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "grader.cli.grade", "-a", str(ASSIGNMENT), *arguments]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")}


def run(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    settings: Options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(
        command(*arguments),
        env=environment(folder),
        cwd=folder,
        encoding="utf-8",
        timeout=300,
        check=False,
        **{**settings, **options},
    )


@linux
@pytest.mark.parametrize("options", [["-o", "/dev/full"], ["-o", "-"], []])
def test_a_full_disk_is_one_line(folder: Path, options: list[str]) -> None:
    with open("/dev/full", "w") as full:
        stdout = subprocess.PIPE if options == ["-o", "/dev/full"] else full
        done = run(folder, "submission", *options, stdout=stdout)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("cannot be written: No space left on device")
    assert "Traceback" not in done.stderr
    assert Path("/dev/full").is_char_device()


def test_a_link_to_the_report_stays_a_link(folder: Path) -> None:
    (folder / "real.json").write_text("old")
    (folder / "report.json").symlink_to("real.json")
    assert run(folder, "submission", "-q", "-o", "report.json").returncode == 0
    assert (folder / "report.json").is_symlink()
    assert json.loads((folder / "real.json").read_text("utf-8"))["score"] == 10


def test_help_lists_the_formats(folder: Path) -> None:
    done = run(folder, "--help")
    assert done.returncode == 0
    assert "  json" in done.stdout[done.stdout.index("Formats:") :]


def test_a_format_that_names_the_student_asks_for_the_id(folder: Path) -> None:
    done = run(folder, "submission", "-f", "ags", "-o", "score.json", "--student", "u-17")
    assert done.returncode == 0, done.stderr
    score = json.loads((folder / "score.json").read_text())
    assert (score["userId"], score["gradingProgress"]) == ("u-17", "FullyGraded")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-f", "ags"], "--student ID"),
        (["-f", "gradescope", "--student", "u-17"], "leave --student out"),
        (["-f", "xapi", "--student", "u-17"], "'u-17' is no e-mail address"),
        (["-f", "ags", "--student", "=1+1"], "'=1+1' cannot be an id"),
    ],
)
def test_an_id_that_does_not_fit_is_refused_in_a_line(
    folder: Path, options: list[str], words: str
) -> None:
    done = run(folder, "submission", "-q", "-o", "out.txt", *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (folder / "out.txt").exists()


@pytest.fixture
def busy(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, while a worker of its runs the student's endless file."""
    (folder / "submission/double.py").write_text(ENDLESS)
    process = subprocess.Popen(
        command("submission"),
        env=environment(folder),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list((folder / "temporary").glob("*/worker-*/double.py.started")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        os.sched_yield()
    yield process
    process.kill()
    process.communicate()


def descendants(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(child) for child in text.split()]
    return [*children, *(each for child in children for each in descendants(child))]


@linux
def test_the_workers_of_a_killed_command_end_with_it(
    folder: Path, busy: subprocess.Popen[str]
) -> None:
    watched = [os.pidfd_open(pid) for pid in descendants(busy.pid)]
    busy.kill()
    busy.communicate(timeout=120)
    ended = [bool(poll_end(descriptor)) for descriptor in watched]
    assert ended == [True] * len(watched)
    # The next run finds what this one left, and takes it away.
    assert list((folder / "temporary").iterdir()) != []
    (folder / "submission/double.py").unlink()
    assert run(folder, "submission", "-q").returncode == 0
    assert list((folder / "temporary").iterdir()) == []


def poll_end(descriptor: int) -> bool:
    import select

    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(10_000))
