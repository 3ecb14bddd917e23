"""The numbers that pictures are drawn from."""

from __future__ import annotations

import json

import numpy as np
import pytest

from grader.judgement.comparing import compare
from grader.judgement.excerpts import MOST_COLUMNS, MOST_ROWS, excerpt
from grader.judgement.verdicts import evidence


def test_a_small_array_is_shown_whole() -> None:
    right = np.arange(6.0).reshape(2, 3)
    found = excerpt(right, right + 1, (1, 2))
    assert found == {
        "shape": [2, 3],
        "first": [0, 0],
        "worst": [1, 2],
        "expected": [[0, 1, 2], [3, 4, 5]],
        "got": [[1, 2, 3], [4, 5, 6]],
    }


@pytest.mark.parametrize("worst", [(0, 0), (39, 59), (20, 3)])
def test_of_a_large_array_the_part_with_the_worst_entry_is_shown(worst: tuple[int, int]) -> None:
    right = np.arange(2400.0).reshape(40, 60)
    found = excerpt(right, -right, worst)
    top, left = found["first"]  # type: ignore[misc]
    assert np.shape(found["expected"]) == (MOST_ROWS, MOST_COLUMNS) == np.shape(found["got"])
    assert found["expected"][worst[0] - top][worst[1] - left] == right[worst]  # type: ignore[index]
    assert found["shape"] == [40, 60]


@pytest.mark.parametrize(
    ("shape", "worst", "table", "place"),
    [((4,), (2,), [1, 4], [0, 2]), ((2, 3, 4), (1, 2, 3), [6, 4], [5, 3])],
)
def test_any_number_of_dimensions_becomes_a_table(
    shape: tuple[int, ...], worst: tuple[int, ...], table: list[int], place: list[int]
) -> None:
    right = np.arange(float(np.prod(shape))).reshape(shape)
    found = excerpt(right, right, worst)
    assert (found["shape"], found["worst"]) == (table, place)


def test_evidence_of_a_wrong_array_holds_both_arrays_and_the_tolerance() -> None:
    right = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = evidence("dW1", compare(2 * right, right, 1e-4))
    assert found["arrays"]["got"] == [[2, 4], [6, 8]]  # type: ignore[index, call-overload]
    assert found["tolerance"] == 1e-4
    json.dumps(found, allow_nan=False)


def test_a_single_number_needs_no_table() -> None:
    assert "arrays" not in evidence("x", compare(1.0, 2.0, 1e-6))


def test_evidence_of_huge_arrays_is_small() -> None:
    right = np.random.default_rng(0).normal(size=(3000, 300))
    assert len(json.dumps(evidence("dW1", compare(right / 3, right, 1e-6)))) < 8_000
