"""Assignments whose checks, which run in the lanes, do what a test wants."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

TOML = """
id = "{name}"
title = "Doubling"

[[exercises]]
id = "double"
title = "Doubling"
points = 10
names = ["double"]
"""

CHECKS = """
import os, signal
from pathlib import Path
from grader import Exercise, expect

exercise = Exercise("double", title="Doubling", lecture="0")


@exercise.check(points=10)
def values(student, draw):
    "double(x) is twice x"
    name = student.name()
{body}
    expect(student.double(2.0)).equals(4.0)
"""


@pytest.fixture
def assignment(tmp_path: Path) -> Callable[[str], str]:
    """Writes an assignment; ``body`` runs in its one check, ``name`` being the submission's."""

    def write(body: str = "") -> str:
        folder = tmp_path / "week"
        (folder / "checks").mkdir(parents=True)
        (folder / "assignment.toml").write_text(TOML.format(name="week"))
        text = CHECKS.format(body=indent(dedent(body), "    "))
        (folder / "checks" / "double.py").write_text(text)
        return str(folder)

    return write


@pytest.fixture
def submission(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a right submission of this name."""

    def write(name: str) -> Path:
        folder = tmp_path / "handed-in" / name
        folder.mkdir(parents=True)
        text = f"def name(): return {name!r}\ndef double(x): return 2 * x\n"
        (folder / "double.py").write_text(text)
        return folder

    return write


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this process and those it starts."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder
