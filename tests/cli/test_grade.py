"""The command as a student, a script and an impatient person use it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "grader.cli.grade"]
BOUND_S = 300
QUICK = "chain_rule"
"""The exercise that is graded fastest."""


@dataclass(frozen=True)
class Run:
    """What one run of the command left."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


Grade = Callable[..., Run]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
        "HOME": str(folder.parent),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Where the command puts its temporary files: empty again when it is done."""
    folder = tmp_path / "private"
    folder.mkdir()
    return folder


@pytest.fixture
def grade(private: Path, tmp_path: Path) -> Grade:
    """``grade(submission, "-e", "tanh")`` runs the real command; it never shows a traceback."""

    def run(*arguments: str | Path, cwd: Path | None = None, **more: str) -> Run:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=cwd or tmp_path,
            env=environment(private, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=BOUND_S,
            check=False,
        )
        found = Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert "Traceback (most recent call last)" not in found.err
        assert "Warning:" not in found.err
        assert "grader/" not in found.said, "a path of the grader's own"
        assert not list(private.iterdir()), "temporary files are left"
        return found

    return run


@pytest.fixture
def submission(tmp_path: Path) -> Callable[..., Path]:
    """``submission(chain_rule="...")`` is a folder with these exercises' files."""

    def make(**sources: str) -> Path:
        folder = tmp_path / "handed in"
        folder.mkdir(exist_ok=True)
        for name, source in sources.items():
            (folder / f"{name}.py").write_text(source, encoding="utf-8")
        return folder

    return make


def solution(exercise: str) -> str:
    (path,) = (ROOT / "solutions").glob(f"*/{exercise}.py")
    return path.read_text(encoding="utf-8")


def without_times(report: dict[str, Any]) -> dict[str, Any]:
    report = {k: v for k, v in report.items() if k not in ("started_at", "duration_s")}
    for exercise in report["exercises"]:
        for check in exercise["checks"]:
            check.pop("duration_s", None)
    return report


def scores(report: dict[str, Any]) -> dict[str, float]:
    return {exercise["id"]: exercise["score"] for exercise in report["exercises"]}


def checks(report: dict[str, Any], exercise: str) -> dict[str, dict[str, Any]]:
    found = next(each for each in report["exercises"] if each["id"] == exercise)
    return {check["id"].partition(".")[2]: check for check in found["checks"]}


# What is graded -------------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", ["practice", "warmup"])
def test_solutions_get_full_marks(grade: Grade, tmp_path: Path, assignment: str) -> None:
    done = grade(ROOT / "solutions" / assignment, "-o", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert done.status == 0
    assert (report["score"], report["max_score"]) == (100, 100)
    assert "100 of 100" in done.out
    assert {exercise["status"] for exercise in report["exercises"]} == {"passed"}


@pytest.mark.parametrize("assignment", ["practice", "warmup"])
def test_stubs_get_nothing_and_are_called_not_started(
    grade: Grade, tmp_path: Path, assignment: str
) -> None:
    done = grade(ROOT / "assignments" / assignment, "-o", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert done.status == 0
    assert report["score"] == 0
    assert {exercise["status"] for exercise in report["exercises"]} == {"missing"}
    assert "not started" in done.out.lower()


def packed(folder: Path, target: Path) -> Path:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w") as archive:
            for path in files:
                archive.write(path, f"wrapped/{path.relative_to(folder)}")
    else:
        with tarfile.open(target, "w:gz") as archive:
            for path in files:
                archive.add(path, f"wrapped/{path.relative_to(folder)}")
    return target


def test_the_example_gets_the_same_mixed_score_in_every_form(grade: Grade, tmp_path: Path) -> None:
    example = ROOT / "examples" / "submission"
    forms = [
        example,
        packed(example, tmp_path / "example.zip"),
        packed(example, tmp_path / "example.tar.gz"),
    ]
    found = []
    for form in forms:
        done = grade(form, "--seed", "7", "-q", "-o", tmp_path / "report.json")
        assert done.status == 0
        found.append(json.loads((tmp_path / "report.json").read_text()))
    assert 0 < found[0]["score"] < 100
    assert scores(found[1]) == scores(found[2]) == scores(found[0])


def test_a_notebook_is_graded_as_the_file_would_be(grade: Grade, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Mine"},
        *(
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": source,
            }
            for source in ("%matplotlib inline\n!pip list", solution(QUICK))
        ),
    ]
    text = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook = tmp_path / "Untitled3.ipynb"
    notebook.write_text(json.dumps(text))
    done = grade(notebook, "-e", QUICK)
    assert done.status == 0
    assert "25" in done.out


def test_one_file_is_a_submission(grade: Grade, submission: Callable[..., Path]) -> None:
    file = submission(chain_rule=solution(QUICK)) / "chain_rule.py"
    done = grade(file, "-e", QUICK)
    assert done.status == 0
    assert "25 of 25" in done.out


# Exit codes and refusals ----------------------------------------------------------------------


def refused(run: Run, *words: str) -> None:
    """Said in a line or two, on standard error, what was wrong with what."""
    assert run.status == 2
    assert run.out == ""
    assert 1 <= len(run.err.strip().splitlines()) <= 6
    for word in words:
        assert word in run.err


def test_what_does_not_exist_is_refused(grade: Grade) -> None:
    refused(grade("no such folder"), "no such folder", "does not exist")


def test_an_empty_folder_is_refused(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(grade(tmp_path / "empty"), "empty")
    refused(grade(tmp_path / "empty", "-a", "practice"), "empty", ".py")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"not an archive"])
@pytest.mark.parametrize("name", ["damaged.zip", "damaged.tar.gz"])
def test_a_damaged_archive_is_refused(
    grade: Grade, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(grade(tmp_path / name), "archive")


def test_a_truncated_archive_is_refused(grade: Grade, tmp_path: Path) -> None:
    archive = packed(ROOT / "examples" / "submission", tmp_path / "cut.zip")
    archive.write_bytes(archive.read_bytes()[:-200])
    refused(grade(archive), "archive")


def test_an_unknown_assignment_is_refused_with_the_choices(grade: Grade) -> None:
    refused(grade(ROOT / "solutions/warmup", "-a", "homework"), "homework", "practice", "warmup")


def test_an_unknown_exercise_is_refused_with_the_choices(grade: Grade) -> None:
    refused(grade(ROOT / "solutions/warmup", "-e", "relu"), "relu", "two_layer", "network")


def test_an_unknown_format_is_refused_with_the_choices(grade: Grade) -> None:
    refused(grade(ROOT / "solutions/warmup", "-f", "pdf", "-o", "-"), "pdf", "json")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--seed", "x", "."),
        ("--seed", "-1", "."),
        ("--fail-under", "101", "."),
        ("--isolation", "none", "."),
        ("--unknown", "."),
        (".", "."),
    ],
)
def test_a_misuse_says_what_is_allowed(grade: Grade, arguments: tuple[str, ...]) -> None:
    refused(grade(*arguments), "Usage:")


def test_a_submission_that_fits_two_assignments_is_refused_with_both(
    grade: Grade, submission: Callable[..., Path]
) -> None:
    folder = submission(chain_rule=solution(QUICK), tanh=solution("tanh"))
    refused(grade(folder), "practice", "warmup", "-a")
    assert grade(folder, "-a", "warmup", "-e", QUICK).status == 0


HALF = "def chain_derivative(functions, derivatives, x):\n    return 0.0\n"


@pytest.mark.parametrize(("percent", "status"), [("100", 1), ("90", 1), ("20", 0), ("0", 0)])
def test_a_score_below_the_bar_has_its_own_status(
    grade: Grade, submission: Callable[..., Path], percent: str, status: int
) -> None:
    folder = submission(chain_rule=solution(QUICK) + HALF)
    assert grade(folder, "-e", QUICK, "--fail-under", percent).status == status


TOML = """id = "numbers"
title = "Numbers"
[[exercises]]
id = "numbers"
title = "Numbers"
points = 20
names = ["double", "triple"]
"""
CHECKS = """from grader import Exercise, expect
exercise = Exercise("numbers", title="Numbers", lecture="1")

@exercise.check(points=10, cpu_s=1)
def twice(student, draw):
    \"\"\"double(x) is twice x\"\"\"
    expect(student.double(3.5)).equals(7.0)

@exercise.check(points=10, cpu_s=1)
def thrice(student, draw):
    \"\"\"triple(x) is three times x\"\"\"
    expect(student.triple(3.5)).equals(10.5)
"""
NUMBERS = "def double(x):\n    return 2 * x\n\ndef triple(x):\n    return 3 * x\n"


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    """The folder of an assignment whose checks end after a second."""
    folder = tmp_path / "assignment"
    (folder / "checks").mkdir(parents=True)
    (folder / "assignment.toml").write_text(TOML)
    (folder / "checks" / "numbers.py").write_text(CHECKS)
    return folder


def test_a_fault_of_the_grader_has_its_own_status_and_is_no_zero(
    grade: Grade, submission: Callable[..., Path], assignment: Path
) -> None:
    slip = CHECKS.replace("expect(student.double(3.5)).equals(7.0)", "raise KeyError('a slip')")
    (assignment / "checks" / "numbers.py").write_text(slip)
    done = grade(submission(numbers=NUMBERS), "-a", assignment, "-o", "-")
    report = json.loads(done.out)
    assert done.status == 3
    assert report["status"] == "not_graded"
    assert report["score"] is None
    assert report["exercises"][0]["score"] is None
    assert "not your fault" in done.err


def test_an_assignment_with_a_slip_is_refused(
    grade: Grade, submission: Callable[..., Path], assignment: Path
) -> None:
    (assignment / "checks" / "numbers.py").write_text("exercise = 1\n")
    refused(grade(submission(numbers=NUMBERS), "-a", assignment), "numbers.py", "exercise")


# What is written ------------------------------------------------------------------------------


def test_the_report_on_standard_output_stands_alone(grade: Grade) -> None:
    done = grade(ROOT / "solutions/warmup", "-e", QUICK, "-o", "-")
    report = json.loads(done.out)
    assert scores(report) == {QUICK: 25}
    assert "chain rule" in done.err.lower()
    quiet = grade(ROOT / "solutions/warmup", "-e", QUICK, "-o", "-", "-q")
    assert json.loads(quiet.out)["score"] == 25
    assert quiet.err == ""


def test_quiet_says_nothing_and_verbose_says_more(grade: Grade) -> None:
    folder = ROOT / "solutions/warmup"
    plain = grade(folder, "-e", QUICK)
    quiet = grade(folder, "-e", QUICK, "-q")
    verbose = grade(folder, "-e", QUICK, "-v")
    assert quiet.said == ""
    assert len(verbose.out) > len(plain.out)
    assert "chain_rule.chain_derivative" in verbose.out


def test_there_is_no_colour_where_nobody_looks(grade: Grade) -> None:
    for more in ({}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
        assert "\x1b" not in grade(ROOT / "solutions/warmup", "-e", QUICK, **more).said


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a thing of POSIX")
@pytest.mark.parametrize(
    ("options", "more", "coloured"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False)],
)
def test_there_is_colour_on_a_terminal_unless_it_is_declined(
    private: Path, options: tuple[str, ...], more: dict[str, str], coloured: bool
) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [*COMMAND, str(ROOT / "solutions/warmup"), "-e", QUICK, *options]
    variables = environment(private, TERM="xterm-256color", **more)
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=variables) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the terminal is gone with the last process that had it
                break
            if not data:
                break
            shown += data
        assert process.wait(BOUND_S) == 0
    os.close(ours)
    assert (b"\x1b[" in shown) is coloured


def test_one_seed_gives_one_report(grade: Grade, submission: Callable[..., Path]) -> None:
    folder = submission(chain_rule=solution(QUICK) + HALF)
    first = json.loads(grade(folder, "-o", "-", "-q").out)
    seed = str(first["seed"])
    again = json.loads(grade(folder, "-o", "-", "-q", "--seed", seed).out)
    assert without_times(again) == without_times(first)
    other = json.loads(grade(folder, "-o", "-", "-q", "--seed", str(int(seed) // 2 + 1)).out)
    assert without_times(other) != without_times(first)


def test_a_report_that_cannot_be_written_leaves_the_old_one(grade: Grade, tmp_path: Path) -> None:
    target = tmp_path / "no such folder" / "report.json"
    refused(grade(ROOT / "solutions/warmup", "-e", QUICK, "-o", target), "no such folder")
    assert not target.parent.exists()
    (tmp_path / "folder").mkdir()
    done = grade(ROOT / "solutions/warmup", "-e", QUICK, "-q", "-o", tmp_path / "folder")
    assert done.status == 2
    assert "folder" in done.err
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full disk")
def test_a_full_disk_is_said(private: Path, tmp_path: Path) -> None:
    command = [*COMMAND, str(ROOT / "solutions/warmup"), "-e", QUICK, "-q", "-o"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command, "-"],
            env=environment(private),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=BOUND_S,
            check=False,
        )
    assert done.returncode not in (0, 1)
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"grade: ")


def test_a_closed_pipe_is_no_traceback(private: Path) -> None:
    command = " ".join([*COMMAND, str(ROOT / "solutions/warmup"), "-e", QUICK, "-o", "-"])
    done = subprocess.run(
        f"{command} | true",
        shell=True,
        env=environment(private),
        capture_output=True,
        timeout=BOUND_S,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_no_obstacle(grade: Grade, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    (folder / "chain_rule.py").write_text(solution(QUICK))
    folder.chmod(0o555)
    try:
        assert grade(".", "-e", QUICK, cwd=folder).status == 0
    finally:
        folder.chmod(0o755)


def test_grading_leaves_the_submission_as_it_was(
    grade: Grade, submission: Callable[..., Path]
) -> None:
    writes = "\nopen('chain_rule.py', 'w').write('')\nopen('new.txt', 'w').write('x')\n"
    folder = submission(chain_rule=solution(QUICK) + writes)
    before = (folder / "chain_rule.py").read_bytes()
    assert grade(folder, "-e", QUICK).status == 0
    assert (folder / "chain_rule.py").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["chain_rule.py"]


# Functions that misbehave ---------------------------------------------------------------------

MISBEHAVIOUR = {
    "never returns": ("while True:\n        pass", "timeout"),
    "sleeps": ("import time\n    time.sleep(10_000)", "timeout"),
    "prints for ever": ("while True:\n        print('x' * 1000)", "timeout"),
    "ends its process": ("import os\n    os._exit(0)", "error"),
    "exits": ("raise SystemExit(0)", "error"),
    "is killed": ("import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)", "error"),
    "eats memory": ("hoard = []\n    while True:\n        hoard.append(bytes(10**8))", "error"),
    "raises": ("raise RuntimeError('oops')", "error"),
}


@pytest.mark.parametrize("what", MISBEHAVIOUR)
def test_one_function_that_misbehaves_costs_its_own_check(
    grade: Grade, submission: Callable[..., Path], assignment: Path, what: str
) -> None:
    body, status = MISBEHAVIOUR[what]
    folder = submission(numbers=f"{NUMBERS}\ndef double(x):\n    {body}\n")
    done = grade(folder, "-a", assignment, "-o", "-")
    found = checks(json.loads(done.out), "numbers")
    assert done.status == 0
    assert (found["twice"]["score"], found["thrice"]["score"]) == (0, 10)
    assert found["twice"]["status"] == status
    assert found["twice"]["message"]
    assert len(done.out) < 1_000_000


# Interrupting ---------------------------------------------------------------------------------


def processes_of(folder: Path) -> list[str]:
    """The command lines of all processes whose environment names this folder as theirs."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                environ = (process / "environ").read_bytes()
                where = os.readlink(process / "cwd")
            except OSError:
                continue
            if os.fsencode(folder) in environ or where.startswith(str(folder)):
                found.append((process / "cmdline").read_text())
    return found


def _until_a_worker_runs(process: subprocess.Popen[bytes], private: Path) -> None:
    for _ in range(BOUND_S * 20):
        if list(private.glob("*/worker-*/chain_rule.py")):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    pytest.fail("no worker was started")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_an_interrupted_run_leaves_nothing(
    private: Path, submission: Callable[..., Path], number: signal.Signals
) -> None:
    folder = submission(chain_rule="import time\nwhile True:\n    time.sleep(0.01)\n")
    with subprocess.Popen(
        [*COMMAND, str(folder), "-e", QUICK],
        env=environment(private),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        _until_a_worker_runs(process, private)
        process.send_signal(number)
        out, err = process.communicate(timeout=BOUND_S)
    assert b"Traceback" not in out + err
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert b"interrupted" in err
    assert not processes_of(private)
    assert not list(private.iterdir())


# Help -----------------------------------------------------------------------------------------


def test_help_shows_examples_and_version_tells_the_version(grade: Grade) -> None:
    from grader import __version__

    done = grade("--help")
    assert done.status == 0
    assert "Examples:" in done.out
    assert "--seed" in done.out
    assert grade("--version").out.strip() == f"grade {__version__}"
