"""Declaring checks and fixtures, as an author does."""

from __future__ import annotations

import numpy as np
import pytest

import grader
from grader import Draw, Exercise
from grader.session import Student


def exercise() -> Exercise:
    return Exercise("tanh", title="Backprop through tanh", lecture="3.1")


def test_a_check_is_what_its_declaration_says() -> None:
    tanh = exercise()

    @tanh.check(points=2, excused_by=["forward"], cpu_s=7)
    def values(student: Student, draw: Draw) -> None:
        """tanh(z) is the hyperbolic tangent

        The rest is for the reader of the check.
        """

    (check,) = tanh.checks
    assert check.id == "tanh.values"
    assert check.title == "tanh(z) is the hyperbolic tangent"
    assert check.points == 2
    assert check.excused_by == ("tanh.forward",)
    assert check.limits.cpu_s == 7
    assert check.limits.wall_s > check.limits.cpu_s


def test_a_check_without_words_for_students_is_refused() -> None:
    def values(student: Student, draw: Draw) -> None:
        pass

    with pytest.raises(ValueError, match=r"tanh\.values needs a docstring"):
        exercise().check(points=1)(values)


def test_fixtures_travel_as_source_and_stand_on_their_own() -> None:
    tanh = exercise()

    @tanh.fixture
    def cube(x: float) -> float:
        return x**3

    @tanh.fixture
    class Holder:
        """Holds a number."""

        value = 3

    names: dict[str, object] = {}
    exec(tanh.fixtures, names)
    assert names["cube"](2) == 8  # type: ignore[operator]
    assert names["Holder"].value == 3  # type: ignore[attr-defined]
    assert names["np"] is np
    assert "fixture" not in tanh.fixtures
    assert exercise().fixtures == ""


def test_everything_that_is_promised_to_authors_is_there() -> None:
    for name in grader.__all__:
        assert getattr(grader, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Submission'"):
        _ = grader.Submission
