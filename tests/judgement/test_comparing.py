"""What is accepted as equal, and what is said of the rest."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.judgement.comparing import agrees, as_array, compare, constant_ratio

WANT = np.array([[1.0, -2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    "got",
    [
        WANT,
        WANT.tolist(),
        tuple(map(tuple, WANT)),
        WANT.astype(np.float32),
        WANT.astype(np.float16),
        WANT.astype(int),
        WANT.astype(complex),
        np.asfortranarray(WANT),
        np.ma.array(WANT),
        WANT.view(np.matrix),
        WANT + 1e-9,
    ],
    ids=lambda got: type(got).__name__,
)
def test_the_same_numbers_are_right_in_any_form(got: object) -> None:
    assert compare(got, WANT, 1e-6).right


@pytest.mark.parametrize(
    ("got", "problem"),
    [
        (None, "type"),
        ("1 2 3 4", "type"),
        (b"1234", "type"),
        ({"a": 1}, "type"),
        ([[1, 2], [3]], "type"),
        (np.array([["1", "-2"], ["3", "4"]]), "type"),
        (WANT + 1j, "type"),
        (np.array([[None, 1], [2, 3]]), "type"),
        (10**400, "type"),
        pytest.param(object(), "type", id="an object"),
        (WANT[0], "shape"),
        (WANT[None], "shape"),
        (4.0, "shape"),
        ([], "shape"),
        (np.zeros((0, 2)), "shape"),
        (np.where(WANT == 4, np.nan, WANT), "nonfinite"),
        (np.where(WANT == 4, np.inf, WANT), "nonfinite"),
        (np.where(WANT == 4, -np.inf, WANT), "nonfinite"),
        (np.full((2, 2), np.nan), "nonfinite"),
        (WANT + 0.1, "value"),
        (np.zeros((2, 2)), "value"),
        (np.full((2, 2), 1e308), "value"),
        (-WANT, "value"),
    ],
    ids=str,
)
def test_anything_else_is_wrong_and_says_how(got: object, problem: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compare(got, WANT, 1e-4).problem == problem


def test_the_worst_entry_is_shown() -> None:
    got = WANT.copy()
    got[1, 0] = 3.5
    got[0, 1] = -2.1
    found = compare(got, WANT, 1e-4)
    assert found.index == (1, 0)
    assert (found.expected, found.got) == (3.0, 3.5)
    assert found.relative_error == pytest.approx(0.5 / 4)


def test_shapes_are_shown() -> None:
    found = compare(np.zeros(3), WANT, 1e-4)
    assert (found.expected_shape, found.got_shape) == ((2, 2), (3,))


def test_errors_are_measured_against_the_largest_entry() -> None:
    want = np.array([1e-9, 1.0])
    assert agrees([2e-9, 1.0], want, 1e-6)
    assert not agrees([1e-9, 1.0 + 2e-6], want, 1e-6)


def test_zeros_are_measured_against_one() -> None:
    zeros = np.zeros(3)
    assert agrees([1e-8, 0, 0], zeros, 1e-6)
    assert not agrees([1e-5, 0, 0], zeros, 1e-6)


def test_infinities_must_be_met_exactly() -> None:
    want = np.array([np.inf, 1.0])
    assert agrees([np.inf, 1.0], want, 1e-6)
    assert not agrees([-np.inf, 1.0], want, 1e-6)
    assert not agrees([1e308, 1.0], want, 1e-6)
    assert not agrees([np.nan, 1.0], want, 1e-6)


def test_the_tolerance_itself_is_still_right() -> None:
    assert agrees(1.5, 1.0, 0.5)
    assert not agrees(1.5 + 1e-12, 1.0, 0.5)


def test_booleans_count_as_numbers() -> None:
    assert agrees([True, False], [1.0, 0.0])
    assert agrees(np.True_, 1)


def test_numbers_and_arrays_without_axes_are_the_same() -> None:
    assert agrees(np.float32(2.0), 2.0)
    assert agrees(np.array(2.0), 2)
    assert not agrees([2.0], 2.0)


def test_nothing_expected_is_met_by_nothing_only() -> None:
    assert agrees(np.zeros((0, 3)), np.zeros((0, 3)))
    assert not agrees(np.zeros((0, 2)), np.zeros((0, 3)))


def test_huge_numbers_of_the_student_raise_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for size in (1e308, -1e308, 1e-308, np.inf, np.nan):
            compare(np.full((2, 2), size), WANT * 1e-5, 1e-4)
            compare(np.full((2, 2), size), np.zeros((2, 2)), 1e-4)


def test_a_constant_factor_is_seen() -> None:
    assert compare(7 * WANT, WANT, 1e-4).ratio == pytest.approx(7)
    assert compare(-WANT, WANT, 1e-4).ratio == pytest.approx(-1)
    assert compare(WANT + 1, WANT, 1e-4).ratio is None
    assert compare(np.zeros((2, 2)), WANT, 1e-4).ratio is None
    assert constant_ratio(WANT, np.zeros((2, 2))) is None


def test_the_array_is_a_copy_in_double_precision() -> None:
    source = np.array([1.0, 2.0], dtype=np.float32)
    array = as_array(source)
    assert array is not None
    assert array.dtype == np.float64
    array[0] = 5
    assert source[0] == 1


class Lying:
    def __array__(self, *args: object, **kwargs: object) -> object:
        return "no array"


@pytest.mark.parametrize("value", [Lying(), (i for i in range(3)), {1, 2}, int, np, 3 + 4j])
def test_what_is_no_array_is_none(value: object) -> None:
    assert as_array(value) is None


finite = st.floats(-1e6, 1e6)
some_arrays = arrays.arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=finite
)


@given(
    want=some_arrays,
    off=some_arrays,
    size=st.sampled_from([1e-320, 1e-200, 1e-100, 1.0, 1e100, 1e200, np.inf]),
    tolerance=st.sampled_from([0.0, 1e-12, 1e-6, 1e-4, 0.5, 1e9]),
)
def test_agreement_is_what_comparing_accepts(want, off, size, tolerance) -> None:
    with np.errstate(all="ignore"):
        want = want * size
        for got in (want + tolerance * np.resize(off, want.shape) * size * 1e-6, want * 1.5, off):
            assert agrees(got, want, tolerance) is compare(got, want, tolerance).right


@given(want=some_arrays)
def test_every_array_agrees_with_itself_only(want: np.ndarray) -> None:
    assert agrees(want, want, 0.0)
    spoilt = want.copy()
    spoilt[0, 0] += 1 + 2e-6 * np.max(np.abs(want))
    assert not agrees(spoilt, want)
    spoilt[0, 0] = np.nan
    assert not agrees(spoilt, want, 1e300)
