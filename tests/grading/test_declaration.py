"""assignment.toml: what it may say, and where a slip is said to be."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from grader.grading.declaration import Declaration, read_declaration
from grader.grading.errors import AssignmentError
from grader.grading.policy import Policy

FULL = """\
id = "week3"
title = "Week 3"
description = "Loss functions."
deadline = 2026-12-01T23:59:00+01:00
attempts = "latest"
follow_through = false
feedback = "hints"
allowed_imports = ["numpy"]

[late]
grace_minutes = 15
percent_per_day = 10
days = 3

[limits]
cpu_s = 20
memory_mb = 2048

[[exercises]]
id = "hinge"
title = "Hinge loss"
points = 10
names = ["hinge_loss"]
group = "Losses"

[[exercises]]
id = "huber"
title = "Huber loss"
points = 2.5
names = [
  "huber_loss",  # and its gradient
  "huber_gradient",
]
extra_credit = true
"""


def read(folder: Path, text: str) -> Declaration:
    path = folder / "assignment.toml"
    path.write_text(text, encoding="utf-8")
    return read_declaration(path)


def test_everything_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, FULL)
    moment = datetime(2026, 12, 1, 23, 59, tzinfo=timezone(timedelta(hours=1)))
    assert found.policy == Policy(moment, 15, 10, 3, "latest")
    assert (found.feedback, found.allowed_imports) == ("hints", ("numpy",))
    assert (found.limits.cpu_s, found.limits.wall_s, found.limits.memory_mb) == (20, 60, 2048)
    first, second = found.entries
    assert (first.group, first.extra_credit, second.extra_credit) == ("Losses", False, True)
    assert second.names == ("huber_loss", "huber_gradient")
    assert not found.follow_through


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("attempts =", "attemps =", "line 5: 'attemps' is not a key.*did you mean 'attempts'"),
        ("cpu_s = 20", "gpu = 20", "line 16: 'gpu' is not a key.*known are cpu_s, memory_mb"),
        ("points = 10", "points = 10\nweight = 2", "line 23: 'weight' is not a key"),
        ("points = 10", "points = -3", "line 22: 'points' must be above 0.*found -3"),
        ("points = 2.5", "", "line 26: 'points' is missing"),
        ('  "huber_gradient"', "  3", "line 32: 'names' must hold names.*found 3"),
        ('["hinge_loss"]', "[]", "line 23: 'names' must be a list.*an empty list"),
        ('["hinge_loss"]', '["hinge loss"]', 'line 23.*found "hinge loss"'),
        ('"huber"', '"hinge"', "line 27: 'id' is taken.*'hinge'"),
        ('"hinge"', '"../hinge"', "line 20: 'id' must be a name that Python can import"),
        ("+01:00", "", "line 4: 'deadline' has no time zone.*2026-12-01T23:59:00.01:00"),
        ("2026-12-01T23:59:00+01:00", '"1 December"', "line 4: 'deadline' must be a date and time"),
        ("2026-12-01T23:59:00+01:00", "2026-12-01", "line 4: 'deadline' must be a date and time"),
        ("deadline = 2026-12-01T23:59:00+01:00", "", "line 10: 'late' needs a deadline"),
        ("percent_per_day = 10", "percent_per_day = 101", "line 12.*0 to 100, found 101"),
        ("days = 3", "days = 1.5", "line 13: 'days' must be a whole number.*found 1.5"),
        ("days = 3", "days = -1", "line 13: 'days' must be a whole number of at least 0"),
        ('"latest"', '"last"', 'line 5: \'attempts\' must be one of "best", "latest".*"last"'),
        ('"hints"', "1", 'line 7: \'feedback\' must be one of "full", "hints", "status"'),
        ('["numpy"]', '["numpy", "no_such_module"]', "line 8.*no_such_module.*not installed here"),
        ('["numpy"]', '["numpy", "grader"]', "line 8.*grader, which students may not import"),
        ('["numpy"]', '["__main__"]', "line 8.*students may not import"),
        ('["numpy"]', '"numpy"', "line 8: 'allowed_imports' must be a list"),
        ("memory_mb = 2048", "memory_mb = 64", "line 17.*512 megabytes or more, found 64"),
        ("extra_credit = true", "extra_credit = 1", "line 34: 'extra_credit' must be true or"),
        ("[limits]", "[[limits]]", "line 15: 'limits' must be a table, written .limits."),
        ('title = "Week 3"', "title = Week 3", "line 2 cannot be read as TOML"),
        ("extra_credit = true", 'extra_credit = "', "line 3[45] cannot be read as TOML"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in FULL
    with pytest.raises(AssignmentError, match=words):
        read(tmp_path, FULL.replace(old, new, 1))


def test_an_assignment_of_extra_credit_only_is_refused(tmp_path: Path) -> None:
    only = FULL.replace('group = "Losses"', "extra_credit = true")
    with pytest.raises(AssignmentError, match="at least one must count"):
        read(tmp_path, only)


@pytest.mark.parametrize(
    "text",
    [
        'id = "a"\ntitle = "A"\nexercises = [{id = "b", title = "B", points = 0, names = ["c"]}]\n',
        'exercises = [\n  {id = "b", points = 0, names = ["c"]},\n]\nid="a"',
        "x = " + "[" * 5000,
        "",
        "\ufeffid = 3",
    ],
)
def test_other_layouts_are_refused_in_words_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(AssignmentError, match=r"assignment\.toml"):
        read(tmp_path, text)
