"""A run that is broken off loses nothing, says so, and goes on when it is called again."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from .killed import command, picture, points
from .population import plant

STUDENTS = 8
LINE_S = 120


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, float | None]:
    return plant(tmp_path / "in", "plain", STUDENTS)


def broken_off(words: list[str], number: int, how: signal.Signals) -> tuple[int, str]:
    """Send a signal when so many results have been reported; return exit code and complaint."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaint:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=complaint, text=True)
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.lstrip().startswith(f"{number}/"):
                    process.send_signal(how)
                    process.stdout.close()
                    break
            code = process.wait(LINE_S)
        complaint.seek(0)
        return code, complaint.read()


def finish(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_was_finished(
    tmp_path: Path, gradebook: Path, expected: dict[str, float | None], how: signal.Signals
) -> None:
    words = command([tmp_path / "in"], gradebook)
    code, complaint = broken_off(words, 3, how)
    assert code == 130
    assert f"of {STUDENTS} are graded and kept in {gradebook}" in complaint
    assert "The same command continues with the rest" in complaint
    assert "Traceback" not in complaint
    again = finish(words)
    assert f"0 to grade, {STUDENTS} unchanged" not in again.stdout
    assert f"{STUDENTS} to grade" not in again.stdout
    assert points(gradebook) == expected


IMPATIENT = """
import importlib, os, signal, sys
number, module, *names = int(sys.argv[1]), *sys.argv[2].split()
sys.argv[:] = ["grader", *sys.argv[3:]]

def twice():
    for _ in range(2):
        os.kill(os.getpid(), number)

class Importing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(Importing)
            twice()

def signalling(function):
    def signalled(*args, **kwargs):
        try:
            twice()
        finally:
            return_value = function(*args, **kwargs)
        return return_value
    return signalled

if names:
    *owners, name = names
    owner = importlib.import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    setattr(owner, name, signalling(getattr(owner, name)))
else:
    sys.meta_path.insert(0, Importing)
from grader.cli.staff import main
main()
"""
MOMENTS = {
    "importing": "numpy",
    "starting": "grader.classroom.batch find_assignment",
    "reading": "grader.classroom.batch look",
    "recording": "grader.gradebook Gradebook record",
    "ending processes": "grader.execution.local _Run end",
    "summing up": "grader.classroom.batch print_summary",
    "clearing up": "grader.session.ground Ground clear",
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("moment", MOMENTS)
def test_two_interrupts_at_once_end_it_in_order_at_any_moment(
    tmp_path: Path, gradebook: Path, moment: str
) -> None:
    expected = plant(tmp_path / "in", "plain", 3)
    words = command([tmp_path / "in"], gradebook)
    verb = words.index("batch")
    program = [sys.executable, "-c", IMPATIENT, str(int(signal.SIGINT)), MOMENTS[moment]]
    ended = finish([*program, *words[verb:]])
    assert "interrupted" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert ended.returncode == 130
    if moment in ("ending processes", "summing up"):
        assert "3 are graded and kept" in ended.stderr
    if moment == "recording":
        assert "2 to grade" in finish(words).stdout
    if moment in ("recording", "ending processes", "summing up", "clearing up"):
        assert points(gradebook) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kills_leave_the_gradebook_that_an_undisturbed_run_leaves(
    tmp_path: Path, gradebook: Path, expected: dict[str, float | None]
) -> None:
    words = command([tmp_path / "in"], gradebook)
    for number in (1, 3, 2):
        code, _ = broken_off(words, number, signal.SIGKILL)
        assert code == -signal.SIGKILL
    finish(words)
    assert points(gradebook) == expected
    undisturbed = tmp_path / "undisturbed.db"
    finish(command([tmp_path / "in"], undisturbed))
    assert picture(gradebook) == picture(undisturbed)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv[:] = ["grader", *sys.argv[2:]]
from grader.cli.staff import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
def test_a_full_disk_is_named_and_loses_nothing(
    tmp_path: Path, gradebook: Path, expected: dict[str, float | None]
) -> None:
    words = command([tmp_path / "in"], gradebook)
    verb = words.index("batch")
    full = finish([sys.executable, "-c", LIMITED, "150000", *words[verb:]])
    assert full.returncode == 3, full.stdout
    assert "make room" in full.stderr
    assert "Traceback" not in full.stderr
    kept = points(gradebook) if gradebook.exists() else {}
    assert {name: each for name, each in kept.items() if each is not None}.items() <= (
        expected.items()
    )
    finish(words)
    assert points(gradebook) == expected


def test_a_locked_gradebook_is_named(
    tmp_path: Path, gradebook: Path, expected: dict[str, float | None]
) -> None:
    sqlite3.connect(gradebook).close()
    other = sqlite3.connect(gradebook, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    locked = finish(command([tmp_path / "in"], gradebook))
    other.close()
    assert locked.returncode == 3
    assert "is locked: another program" in locked.stderr
    assert "Traceback" not in locked.stderr
