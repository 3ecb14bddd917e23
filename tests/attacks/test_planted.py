"""Files beside the exercises that want to be taken for someone else's."""

from __future__ import annotations

import py_compile
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches level full")

MARK = "open(OUTSIDE + '/planted', 'w').close()\n"
STANDARD = ("random", "json", "types", "struct", "secrets", "os", "site", "abc", "encodings")
OTHERS = ("numpy", "grader", "checks", "conftest", "sitecustomize", "usercustomize", "assignment")


@pytest.mark.parametrize("name", [*STANDARD, *OTHERS])
def test_a_file_that_shadows_a_module_is_nobodys_module(name, trap):
    trap.arm("def double(x):\n    return 0 * x\n")
    (trap.submission / f"{name}.py").write_text(trap.prelude() + MARK + "raise SystemExit\n")
    grading = trap.grade()
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert grading.score("triple") == 10


@pytest.mark.parametrize("name", ["plant.pth", "pyproject.toml", "setup.cfg", "assignment.toml"])
def test_configuration_beside_the_exercises_is_ignored(name, trap):
    trap.arm("def double(x):\n    return 0 * x\n")
    (trap.submission / name).write_text(f"import os; open({str(trap.outside)!r} + '/p', 'w')\n")
    grading = trap.grade()
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert grading.score("triple") == 10


def test_compiled_code_is_not_preferred_to_the_source(trap, tmp_path):
    trap.arm("def double(x):\n    return 0 * x\n")
    hidden = tmp_path / "handed" / "triple.py"
    hidden.write_text("def triple(x):\n    return 0 * x\n")
    tag = sys.implementation.cache_tag
    py_compile.compile(str(hidden), str(trap.submission / f"__pycache__/triple.{tag}.pyc"))
    py_compile.compile(str(hidden), str(trap.submission / "triple.pyc"))
    assert trap.grade().score("triple") == 10


def test_links_in_a_submission_are_not_followed(trap):
    trap.arm("breach(open('link').read() + open('up/secret.txt').read())\n")
    (trap.submission / "link").symlink_to(trap.secret)
    (trap.submission / "up").symlink_to(trap.outside)
    grading = trap.grade()
    assert (grading.breaches(), trap.traces()) == ([], [])


def test_an_exercise_that_is_a_link_is_not_read(trap):
    trap.arm("")
    (trap.submission / "double.py").unlink()
    (trap.submission / "double.py").symlink_to(trap.secret)
    grading = trap.grade()
    assert (grading.breaches(), trap.traces()) == ([], [])
    assert grading.score("triple") == 10
