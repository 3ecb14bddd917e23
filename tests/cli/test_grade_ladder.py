"""`grade` on kernels that lack a part of confinement, emulated by refusing their system calls."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.session.worker import kernel, landlock

pytestmark = pytest.mark.skipif(
    landlock.version() == 0 or kernel.machine() not in ("x86_64", "aarch64"),
    reason="this kernel lacks them anyway",
)
ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = ROOT / "tests" / "attacks" / "assignment"
LANDLOCK = (444, 445, 446)
FILTER = {"x86_64": 317, "aarch64": 277}

LACKING = """
import errno, os, struct, sys
from grader.session.worker import kernel, seccomp as s
refused, arguments = map(int, sys.argv[1].split(",")), sys.argv[2:]
program = [(s.LOAD, 0, 0, s.NUMBER_AT)]
for number in refused:
    program += [(s.IF_EQUAL, 0, 1, number), (s.RETURN, 0, 0, s.FAIL | errno.ENOSYS)]
program.append((s.RETURN, 0, 0, s.ALLOW))
code = bytearray(b"".join(struct.pack("=HBBI", *each) for each in program))
whole = bytearray(struct.pack("@HxxxxxxQ", len(program), kernel.address(code)))
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
kernel.call(s.SECCOMP_CALL[kernel.machine()], 1, 0, kernel.address(whole))
os.execv(sys.executable, [sys.executable, "-m", "grader.cli.grade", *arguments])
"""


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    (tmp_path / "double.py").write_text("def double(x):\n    return 2 * x\n")
    (tmp_path / "triple.py").write_text("def triple(x):\n    return 3 * x\n")
    return tmp_path


def grade(refused: tuple[int, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    numbers = ",".join(map(str, refused))
    return subprocess.run(
        [sys.executable, "-c", dedent(LACKING), numbers, *arguments, "-a", str(ASSIGNMENT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


MISSING = {
    "landlock": (LANDLOCK, {"landlock", "no_foreign_reading", "no_foreign_writing"}),
    "seccomp": ((FILTER.get(kernel.machine(), 0),), {"seccomp", "no_network", "no_processes"}),
}


@pytest.mark.parametrize("part", MISSING)
def test_full_isolation_that_cannot_be_had_is_refused_in_a_line(
    part: str, submission: Path
) -> None:
    refused, lacking = MISSING[part]
    done = grade(refused, str(submission), "--isolation", "full", "-o", str(submission / "r.json"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "full isolation cannot be had on this machine" in done.stderr
    assert all(each in done.stderr for each in lacking)
    assert not (submission / "r.json").exists()


@pytest.mark.parametrize("part", MISSING)
def test_without_asking_for_it_the_report_names_what_is_lacking(
    part: str, submission: Path
) -> None:
    refused, lacking = MISSING[part]
    done = grade(refused, str(submission), "-o", str(submission / "r.json"))
    assert done.returncode == 0, done.stderr
    report = json.loads((submission / "r.json").read_text())
    assert report["score"] == 20
    assert report["isolation"]["level"] == "partial"
    assert {name for name, held in report["isolation"]["parts"].items() if not held} >= lacking
    assert "only partly confined" in report["isolation"]["note"]
    assert "only partly confined" in done.stdout
