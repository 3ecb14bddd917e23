"""docs/tutorial.md does what it says: its files are written and its commands run, in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:`(week3/[\w./]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEPS = [(path, kind, text) for path, kind, text in BLOCK.findall(TEXT)]
RELU = """
import numpy as np
def relu_layer(x, w, dout):
    z = x @ w
    dz = dout * (z > 0)
    return {"z": z, "dz": dz, "dw": x.T @ dz, "dx": dz @ w.T}
"""
TOML = """
[[exercises]]
id = "relu_layer"
title = "A layer with ReLU"
points = 6
names = ["relu_layer"]
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="its commands are for a shell")


def run(command: str, folder: Path) -> str:
    """What a command prints that must succeed."""
    tools = {
        "grade": f"{sys.executable} -m grader.cli.grade",
        "grader": f"{sys.executable} -m grader.cli.staff",
    }
    first, _, rest = command.partition(" ")
    done = subprocess.run(
        ["sh", "-c", f"{tools.get(first, first)} {rest}"],
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder after following the tutorial to its end, and what each command printed."""
    folder = tmp_path_factory.mktemp("afternoon")
    printed = {}
    for path, kind, text in STEPS:
        if path:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        elif kind == "sh":
            for command in text.splitlines():
                printed[command] = run(command, folder)
    return folder, printed


def test_every_command_works_and_says_what_the_tutorial_says(
    followed: tuple[Path, dict[str, str]],
) -> None:
    _, printed = followed
    assert "Total: 10 of 10 points" in printed["grade week3/solutions --assignment week3"]
    assert "proof holds" in printed["grader verify week3 --seeds 2 --mutants 10"]
    proof = printed["grader verify week3 --seeds 2 --mutants 12"]
    assert "proof holds" in proof
    assert "solution" in printed["grader preview week3"]
    handout = printed["grade week3/handout --assignment week3"]
    assert "Not started" in handout
    corpus = printed["grader verify week3 --exercise affine --seeds 2 --mutants 0"]
    assert "proof holds" in corpus
    assert "bias_left_out" in corpus or "2" in corpus
    case = printed["grader preview week3 --exercise affine wrong/bias_left_out"]
    assert "leaves out" in case
    assert "The course of the loss (extra credit)" in " ".join(handout.split())


def test_the_solution_gets_all_and_extra_credit(followed: tuple[Path, dict[str, str]]) -> None:
    folder, _ = followed
    assert "Total: 20 of 16 points" in run("grade week3/solutions -a week3", folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dout @ w.T", "dout @ w", "multiplies by w where w.T is needed"),
        ("x @ w + b", "x @ w", "leaves out"),
    ],
)
def test_mistakes_are_named(
    followed: tuple[Path, dict[str, str]], tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder, _ = followed
    solution = (folder / "week3" / "solutions" / "affine.py").read_text(encoding="utf-8")
    (tmp_path / "affine.py").write_text(solution.replace(old, new), encoding="utf-8")
    assert said in run(f"grade {tmp_path} -a week3 -e affine", folder)


def test_the_derivation_judges(followed: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, _ = followed
    (path,) = [text for path, kind, text in STEPS if kind == "python" and not path]
    week3 = folder / "week3"
    (week3 / "checks" / "relu_layer.py").write_text(path, encoding="utf-8")
    toml = (week3 / "assignment.toml").read_text(encoding="utf-8")
    (week3 / "assignment.toml").write_text(toml + TOML, encoding="utf-8")
    handed_in = tmp_path / "relu_layer.py"
    handed_in.write_text(RELU)
    grade = f"grade {handed_in} -a week3 -e relu_layer"
    assert "Total: 6 of 6 points" in run(grade, folder)
    handed_in.write_text(RELU.replace("dout * (z > 0)", "dout"))
    shown = run(grade, folder)
    assert "z ✓  dz ✗  dw (✓)  dx ✗" in shown.replace("\N{NO-BREAK SPACE}", " ")
