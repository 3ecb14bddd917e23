"""Whatever ends `grader batch`, its processes and files end with it, or with the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .killed import command
from .population import plant

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs to adopt orphans")
PATIENCE_S = 300

SUPERVISED = """
import ctypes, os, signal, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become our children
number, whom, *words = sys.argv[1:]
process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)
for line in process.stdout:
    if line.lstrip().startswith("1/"):
        break
{"it": os.kill, "all": os.killpg}[whom](process.pid, int(number))
process.stdout.read()
print(process.wait())
try:
    while True:
        os.wait()
except ChildProcessError:
    print("all have ended")
"""


@pytest.mark.parametrize(
    ("how", "whom"),
    [
        (signal.SIGINT, "all"),  # as a terminal does it
        (signal.SIGTERM, "it"),
        (signal.SIGHUP, "all"),
        (signal.SIGKILL, "it"),
        (signal.SIGKILL, "all"),
    ],
)
def test_nothing_is_left_of_a_class_that_was_broken_off(
    tmp_path: Path, gradebook: Path, how: signal.Signals, whom: str
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    plant(tmp_path / "in", "canvas", students=4)
    endless = tmp_path / "in" / "doe_endless_1_1_double.py"
    endless.write_text("while True: pass\n")  # else all might be graded before the signal
    words = command([tmp_path / "in"], gradebook, "--jobs", "2")
    done = subprocess.run(
        [sys.executable, "-c", SUPERVISED, str(int(how)), whom, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    code = -how if how == signal.SIGKILL else 130
    assert done.stdout.split("\n", 1) == [str(code), "all have ended\n"], done.stderr
    assert "Traceback" not in done.stderr
    if how == signal.SIGKILL:
        endless.unlink()  # the next run takes away what this one could not
        subprocess.run(words, env=environment, capture_output=True, check=False)
    assert list(temporary.iterdir()) == []
