"""Loading an assignment: what an author reads who made a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.assignment import (
    AssignmentError,
    builtin_names,
    find_assignment,
    read_assignment,
)

TOML = """\
id = "doubling"
title = "Doubling"

[[exercises]]
id = "double"
title = "Doubling numbers"
points = 10
names = ["double"]
"""
CHECKS = '''\
from grader import Exercise, expect

exercise = Exercise("double", title="Doubling numbers", lecture="1")


@exercise.check(points=10)
def values(student, draw):
    """double(x) is twice x"""
    x = draw.normal((3, 2))
    expect(student.double(x)).equals(2 * x)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "checks").mkdir()
    (tmp_path / "assignment.toml").write_text(TOML)
    (tmp_path / "checks" / "double.py").write_text(CHECKS)
    return tmp_path


def test_an_assignment_is_read(folder: Path) -> None:
    assignment = find_assignment(str(folder))
    (entry,) = assignment.entries
    assert (assignment.id, assignment.title, assignment.follow_through) == (
        "doubling",
        "Doubling",
        True,
    )
    assert (entry.id, entry.points, entry.names) == ("double", 10, ("double",))
    (check,) = assignment.exercise(entry).checks
    assert (check.id, check.title, check.points) == ("double.values", "double(x) is twice x", 10)


@pytest.mark.parametrize("name", ["practice", "warmup"])
def test_the_built_in_ones_hold_together(name: str) -> None:
    assignment = find_assignment(name)
    assert name in builtin_names()
    assert sum(entry.points for entry in assignment.entries) == 100
    for entry in assignment.entries:
        exercise = assignment.exercise(entry)
        assert exercise.title == entry.title
        ids = [check.id for check in exercise.checks]
        assert len(set(ids)) == len(ids)
        for check in exercise.checks:
            assert check.points > 0
            assert not check.title.endswith(".")
            assert set(check.excused_by) <= set(ids[: ids.index(check.id)]), check.id


def test_an_unknown_one_is_refused_with_the_choices() -> None:
    with pytest.raises(AssignmentError, match=r"homework.*practice.*warmup"):
        find_assignment("homework")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "doubling"\n', "", "'id' is missing"),
        ('title = "Doubling"\n', "title = 3\n", "line 2: 'title' must be text in quotes, found 3"),
        ("points = 10", "", "'points' is missing"),
        ("points = 10", 'points = "ten"', "'points' must be a number, found \"ten\""),
        ("points = 10", "points = true", "'points' must be a number, found true"),
        ("points = 10", "points = 0", "must be above 0"),
        ("points = 10", "points = -1", "must be above 0"),
        ("points = 10", "points = nan", "must be above 0"),
        ("points = 10", "points = inf", "must be above 0"),
        ("points = 10", "points = 11", "add up to 10 points.*gives it 11"),
        ('names = ["double"]', "", "'names' is missing"),
        ("[[exercises]]", "[exercises]", "exercises"),
        ('id = "double"\n', 'id = "triple"\n', "triple.py does not exist"),
        ('title = "Doubling"\n', 'title = "Doubling"\nfollow_through = 1\n', "true or false"),
        ("[[exercises]]", "exercises = [", "cannot be read"),
    ],
)
def test_a_slip_in_the_file_is_named(folder: Path, old: str, new: str, words: str) -> None:
    (folder / "assignment.toml").write_text(TOML.replace(old, new, 1))
    with pytest.raises(AssignmentError, match=words):
        _loaded(folder)


def _loaded(folder: Path) -> None:
    assignment = read_assignment(folder)
    for entry in assignment.entries:
        assignment.exercise(entry)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def broken(:\n", "cannot be loaded"),
        ("import no_such_module\n", r"cannot be loaded.*no_such_module.*double.py line 1"),
        ("x = 1\ny = 1 / 0\n", r"ZeroDivisionError: division by zero .checks/double.py line 2"),
        ("x = 1\n", "must define exercise"),
        ("exercise = 3\n", "must define exercise"),
        (CHECKS.replace('    """double(x) is twice x"""\n', ""), "needs a docstring"),
    ],
)
def test_a_slip_in_the_checks_is_named(folder: Path, text: str, words: str) -> None:
    (folder / "checks" / "double.py").write_text(text)
    with pytest.raises(AssignmentError, match=words):
        _loaded(folder)


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "assignment.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AssignmentError, match="cannot be read"):
        read_assignment(folder)


def test_the_digest_covers_what_decides_a_grade(folder: Path) -> None:
    before = read_assignment(folder).digest
    assert read_assignment(folder).digest == before
    (folder / "notes.txt").write_text("for myself")
    assert read_assignment(folder).digest == before
    (folder / "checks" / "double.py").write_text(CHECKS + "# another\n")
    assert read_assignment(folder).digest != before


def test_follow_through_is_switched_off_by_the_file(folder: Path) -> None:
    (folder / "assignment.toml").write_text(f"follow_through = false\n{TOML}")
    assert not read_assignment(folder).follow_through
