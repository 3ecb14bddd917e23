"""A copy of the grader as an install leaves it: compiled, and away from the checkout."""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("grader", "assignments", "solutions", "benchmarks")


@contextmanager
def installed() -> Iterator[Path]:
    """A folder with a compiled copy, to run Python in.

    A checkout that is being edited, or PYTHONDONTWRITEBYTECODE, has the grader compiled
    anew at every start, which costs more than all the rest of it.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        for part in COPIED:
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, folder / part, ignore=ignore)
            compileall.compile_dir(folder / part, quiet=2)
        yield folder


def run(arguments: list[str], folder: Path) -> str:
    """Run Python in the copy; its standard output. Raises if it fails."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def machine() -> str:
    """Where the figures come from, in a line; with the load, which decides what they are worth."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}; "
        f"Python {platform.python_version()}, NumPy {version('numpy')}"
    )
