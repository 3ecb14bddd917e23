"""Assertions of other frameworks: what they accept and what they say."""

from __future__ import annotations

import numpy as np
import pytest

from grader import Mismatch, StudentFault, assertions


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        (3.0, 3),
        (0.1 + 0.2, 0.3),
        (np.array([1, 2]), [1, 2]),
        ([1, 2], (1, 2)),
        (True, True),
        ("a", "a"),
        (None, None),
        (["a", None], ["a", None]),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_equal_values(value: object, expected: object) -> None:
    assertions.equal(value, expected, "f(x)")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3.0001, 3),
        (None, 3),
        ("3", 3),
        ([1, 2], [1, 2, 3]),
        (np.array(["a"]), "a"),
        (np.array([1]), None),
        ([np.zeros(2)], ["a"]),
        ({"a": np.zeros(2)}, {"a": np.zeros(2)}),
        (0, "a"),
        (float("nan"), 1),
    ],
)
def test_unequal_values(value: object, expected: object) -> None:
    with pytest.raises(Mismatch, match=r"f\(x\)"):
        assertions.equal(value, expected, "f(x)")


def test_close_is_numpy_s_allclose() -> None:
    assertions.close([1.0, 2.0], [1.05, 2.1], "f(x)", rtol=0.05, atol=0.0)
    assertions.close(np.zeros((2, 2)), 0, "f(x)", rtol=0.0, atol=0.0)
    assertions.close([np.inf], [np.inf], "f(x)", rtol=0.0, atol=0.0)
    with pytest.raises(Mismatch, match="wrong values"):
        assertions.close([1.0, 2.0], [1.05, 2.2], "f(x)", rtol=0.05, atol=0.0)


@pytest.mark.parametrize("value", [None, "a", [1.0], [[1.0], [2.0]], [1.0, np.nan], [1.0, "b"]])
def test_what_is_not_close(value: object) -> None:
    with pytest.raises(Mismatch, match=r"f\(x\)"):
        assertions.close(value, [1.0, 2.0], "f(x)", rtol=1.0, atol=0.0)


def test_a_defect_of_the_check_is_not_the_student_s() -> None:
    with pytest.raises(TypeError):
        assertions.close(1.0, "text", "f(x)", rtol=0.0, atol=0.0)


def test_what_cannot_be_worked_out_is_the_student_s() -> None:
    returned = None
    with pytest.raises(Mismatch, match=r"f\(x\)\.shape cannot be worked out .*AttributeError"):
        assertions.value(lambda: returned.shape, "f(x).shape")  # type: ignore[attr-defined]


def test_holds() -> None:
    assertions.holds(lambda: 2 > 1, "2 > 1")
    with pytest.raises(Mismatch, match="this should hold, but does not: 1 > 2"):
        assertions.holds(lambda: 1 > 2, "1 > 2")
    with pytest.raises(Mismatch, match="ValueError"):
        assertions.holds(lambda: np.ones(2) > 0, "f(x) > 0")


@pytest.mark.parametrize("several", [None, 3, "ab", {"a": 1, "b": 2}, [1], np.array(3)])
def test_items_of_what_has_other_ones(several: object) -> None:
    with pytest.raises(Mismatch, match=r"f\(x\) should give 2 values"):
        assertions.items(several, 2, "f(x)")


def test_items() -> None:
    assert list(assertions.items((1, 2), 2, "f(x)")) == [1, 2]


def raising(kind: str, type_name: str | None):
    def call() -> None:
        raise StudentFault(kind, "text", type_name=type_name)  # type: ignore[arg-type]

    return call


def test_raises() -> None:
    assertions.raises(raising("exception", "ValueError"), "ValueError", "f(x)")
    assertions.raises(raising("exception", "ZeroDivisionError"), "ArithmeticError", "f(x)")
    assertions.raises(raising("exception", "OwnError"), "OwnError", "f(x)")
    with pytest.raises(Mismatch, match=r"f\(x\) should raise ValueError"):
        assertions.raises(lambda: 1, "ValueError", "f(x)")
    for kind, name in (("exception", "TypeError"), ("timeout", None), ("missing", "ValueError")):
        with pytest.raises(StudentFault):
            assertions.raises(raising(kind, name), "ValueError", "f(x)")
