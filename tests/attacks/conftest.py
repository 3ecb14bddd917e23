"""The trap that every attack is let loose in, graded by the real command.

An attack is the exercise "double" of a submission whose "triple" is honest. It tells of a
breach by printing (``breach``), by leaving a file outside, by harming a victim, by earning
points that it should not, or by costing the honest exercise its points.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HONEST = "def triple(x):\n    return 3 * x\n"
RIGHT = "def double(x):\n    return 2 * x\n"
SECRET = "secret-of-the-instructor-81c7"
TOKEN = "token-of-the-instructor-4f2e"
INSIDE = "grader/session/worker/"  # a path of the grader's own, in what a student reads
BOUND_S = 300
CONTROL = [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066)]


@dataclass(frozen=True)
class Trap:
    """What an attack could reach, and how to see whether it did."""

    folder: Path
    victim: subprocess.Popen[bytes]
    server: socket.socket

    @property
    def outside(self) -> Path:
        return self.folder / "outside"

    @property
    def secret(self) -> Path:
        return self.outside / "secret.txt"

    @property
    def submission(self) -> Path:
        return self.folder / "submission"

    @property
    def report(self) -> Path:
        return self.folder / "report.json"

    def prelude(self) -> str:
        """One line of names for an attack: what it is after, and how it tells of success."""
        names = {
            "OUTSIDE": str(self.outside),
            "SECRET": str(self.secret),
            "SUBMISSION": str(self.submission),
            "ASSIGNMENT": str(HERE / "assignment"),
            "REPORT": str(self.report),
            "ROOT": str(ROOT),
            "VICTIM": self.victim.pid,
            "PORT": self.server.getsockname()[1],
        }
        values = "; ".join(f"{name} = {value!r}" for name, value in names.items())
        # In two parts, so that a traceback that quotes the line is no false alarm.
        return f"{values}; breach = lambda *what: print('BRE' + 'ACH:', *what)\n"

    def arm(self, source: str) -> None:
        """Hand in ``source`` as the exercise "double", beside an honest "triple"."""
        prelude = "" if source.startswith("# -*-") else self.prelude()
        (self.submission / "double.py").write_text(prelude + source, encoding="utf-8")
        (self.submission / "triple.py").write_text(HONEST)

    def grade(self, path: Path | None = None, isolation: str = "full") -> Grading:
        """Run the real command on the submission (or on ``path``)."""
        home = self.folder / "home"
        command = [sys.executable, "-m", "grader.cli.grade", str(path or self.submission)]
        options = ["-a", str(HERE / "assignment"), "--isolation", isolation, "-o", str(self.report)]
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "TMPDIR": str(self.folder / "temporary"),
            "PYTHONPATH": str(ROOT),
            "INSTRUCTOR_TOKEN": TOKEN,
        }
        finished = subprocess.run(
            [*command, *options],
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=BOUND_S,
            check=False,
        )
        text = self.report.read_text("utf-8") if self.report.exists() else ""
        return Grading(finished.returncode, finished.stdout + finished.stderr, text)

    def traces(self) -> list[str]:
        """What an attack left behind or changed."""
        found = [f"left {path}" for path in sorted(self._left_behind())]
        if not self._secret_is_as_it_was():
            found.append("changed the instructor's file")
        if self.victim.poll() is not None:
            found.append("ended the victim")
        if self._visited():
            found.append("reached the network")
        return found

    def _secret_is_as_it_was(self) -> bool:
        try:
            rights = self.secret.stat().st_mode & 0o777
            return rights == 0o600 and self.secret.read_text() == SECRET
        except FileNotFoundError:
            return False

    def _left_behind(self) -> Iterator[str]:
        for folder, expected in (
            (self.outside, {"secret.txt", "neighbour"}),
            (self.folder / "temporary", set()),
            (self.folder / "home", {".cache", ".config"}),
            (self.folder, {"outside", "temporary", "home", "submission", "report.json", "handed"}),
        ):
            yield from (str(folder / n) for n in os.listdir(folder) if n not in expected)

    def _visited(self) -> bool:
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@dataclass(frozen=True)
class Grading:
    """What the command left: its status, what it printed, the report's text."""

    status: int
    printed: bytes
    text: str

    @property
    def report(self) -> Any:
        return json.loads(self.text, parse_constant=_strictly)

    def score(self, exercise: str) -> float:
        found = [e for e in self.report["exercises"] if e["id"] == exercise]
        return float(found[0]["score"])

    def breaches(self) -> list[str]:
        """What the report and the terminal show that they should not."""
        everything = self.printed.decode("utf-8", "replace") + self.text
        said = "".join(_strings(self.report)) + self.printed.decode("utf-8", "replace")
        found = [word for word in ("BREACH:", SECRET, TOKEN, INSIDE) if word in everything]
        found += ["a traceback of the grader"] if b"Traceback (" in self.printed else []
        found += [f"control character {ord(c):#x}" for c in CONTROL if c in said]
        return found


def _strictly(constant: str) -> None:
    raise AssertionError(f"the report holds {constant}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)


@contextmanager
def trapped(tmp_path: Path) -> Iterator[Trap]:
    """A trap in an empty folder."""
    for name in ("outside/neighbour", "submission", "home", "temporary", "handed"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outside/neighbour/double.py").write_text(RIGHT)
    victim = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        trap = Trap(tmp_path, victim, server)
        trap.secret.write_text(SECRET)
        trap.secret.chmod(0o600)
        try:
            yield trap
        finally:
            victim.send_signal(signal.SIGKILL)
            victim.communicate()


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    with trapped(tmp_path) as trap:
        yield trap
    shutil.rmtree(tmp_path, ignore_errors=True)
