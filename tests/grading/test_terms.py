"""What an assignment says of points, time and imports, as it shows in a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.grading.submission import grade_submission, prepare
from grader.report import loads
from grader.report.codec import dumps
from grader.report.records import Report
from grader.session import Launcher

TOML = """\
id = "sums"
title = "Sums"
feedback = "hints"
allowed_imports = ["numpy"]
limits = {cpu_s = 0.5}

[[exercises]]
id = "double"
title = "Twice"
points = 10
names = ["double"]
group = "Basics"

[[exercises]]
id = "triple"
title = "Thrice"
points = 2
names = ["triple"]
extra_credit = true
"""
CHECKS = '''\
from grader import Exercise, expect

exercise = Exercise("{name}", title="Sums")


@exercise.check(points={points})
def values(student, draw):
    """{name}(x) is {factor} times x"""
    x = draw.normal((3, 2))
    expect(student.{name}(x)).equals({factor} * x)
'''


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    (tmp_path / "sums" / "checks").mkdir(parents=True)
    (tmp_path / "sums" / "assignment.toml").write_text(TOML)
    for name, points, factor in (("double", 10, 2), ("triple", 2, 3)):
        text = CHECKS.format(name=name, points=points, factor=factor)
        (tmp_path / "sums" / "checks" / f"{name}.py").write_text(text)
    return tmp_path / "sums"


def graded(launcher: Launcher, assignment: Path, **files: str) -> Report:
    folder = assignment.parent / "handed-in"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    report = grade_submission(launcher, prepare(launcher, folder, str(assignment)), seed=1)
    return loads(dumps(report))


def test_extra_credit_comes_on_top(launcher: Launcher, assignment: Path) -> None:
    report = graded(
        launcher,
        assignment,
        double="def double(x): return 2 * x",
        triple="triple = lambda x: 3 * x",
    )
    assert (report.score, report.max_score) == (12, 10)
    first, second = report.exercises
    assert (first.group, first.extra_credit) == ("Basics", False)
    assert (second.group, second.extra_credit) == ("", True)
    assert report.assignment.feedback == "hints"


def test_the_assignments_time_holds_for_its_checks(launcher: Launcher, assignment: Path) -> None:
    report = graded(launcher, assignment, double="def double(x):\n    while True: pass")
    (check,) = report.exercises[0].checks
    assert check.status == "timeout"
    # Half a second of computing, or three times that on the clock of a loaded machine.
    assert re.search(r"\b(0\.5|1\.5) s", check.message or "")


def test_an_import_that_is_not_allowed_is_told_clearly(
    launcher: Launcher, assignment: Path
) -> None:
    report = graded(launcher, assignment, double="import torch\ndef double(x): return 2 * x")
    assert report.exercises[0].message == (
        "double.py line 1 raised ModuleNotFoundError: No module named 'torch': this assignment "
        "allows Python's own modules, numpy, before double could be defined"
    )


def test_a_check_that_fails_itself_says_where_and_costs_nothing(
    launcher: Launcher, assignment: Path
) -> None:
    checks = assignment / "checks" / "double.py"
    checks.write_text(
        checks.read_text().replace("expect(student", "1 / len([])\n    expect(student")
    )
    report = graded(launcher, assignment, double="def double(x): return 2 * x")
    (check,) = report.exercises[0].checks
    assert (check.status, check.score) == ("not_graded", None)
    assert "ZeroDivisionError: division by zero (checks/double.py line 10)" in (check.message or "")
