"""README.md does what it says: its commands run and its example assignment grades."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCE.findall(README)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines() if line]
SET_UP = 2
"""The first commands make an environment and run these tests: .ci/run runs them."""

RIGHT = """
import numpy as np

def softplus(z):
    return np.log(1 + np.exp(z))

def softplus_derivative(z):
    return 1 / (1 + np.exp(-z))
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the README's commands are for a shell")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands read, in a folder that they may write to."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("assignments", "solutions", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as it stands, with ``grade`` and ``grader`` from this very checkout."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name, module in (("grade", "grader.cli.grade"), ("grader", "grader.cli.staff")):
        script = tools / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        script.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        ["sh", "-c", command],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_the_first_command_sets_up_and_the_second_runs_the_tests() -> None:
    first, second = COMMANDS[:SET_UP]
    assert "venv" in first
    assert first.endswith("grade examples/submission")
    assert second == ".venv/bin/pytest"


@pytest.mark.parametrize("command", COMMANDS[SET_UP:])
def test_a_command_runs_as_it_stands(command: str, clone: Path) -> None:
    done = run(command, clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_has_a_mixed_score(clone: Path) -> None:
    done = run("grade examples/submission --seed 7", clone)
    found = re.search(r"Total: ([\d.]+) of 100 points", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert 50 < float(found[1]) < 100


@pytest.mark.parametrize(
    ("written", "total"), [(RIGHT, "10 of 10"), (RIGHT.replace("1 / (1", "-1 / (1"), "4 of 10")]
)
def test_the_assignment_of_the_readme_grades(written: str, total: str, tmp_path: Path) -> None:
    texts = {kind: text for kind, text in BLOCKS if kind in ("toml", "python")}
    (tmp_path / "week3" / "checks").mkdir(parents=True)
    (tmp_path / "week3" / "assignment.toml").write_text(texts["toml"])
    (tmp_path / "week3" / "checks" / "softplus.py").write_text(texts["python"])
    (tmp_path / "softplus.py").write_text(written)
    done = run("grade softplus.py --assignment week3", tmp_path)
    assert f"Total: {total} points" in done.stdout, done.stdout + done.stderr


def test_the_exit_codes_are_those_of_the_command(clone: Path) -> None:
    assert run("grade examples/submission --fail-under 99 --quiet", clone).returncode == 1
    assert run("grade no-such-folder", clone).returncode == 2
    for code in ("0", "1", "2", "3", "130"):
        assert re.search(rf"^\| {code} \|", README, re.MULTILINE), code
