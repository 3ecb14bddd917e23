"""What a student reads when their code raises."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.faults import finding_of
from grader.session import StudentFault


def raised_by(left: tuple[int, ...], right: tuple[int, ...], operation: str) -> str:
    """What NumPy says of an operation on two shapes."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (its text is what is wanted)
        getattr(np, operation)(np.ones(left), np.ones(right))
    return f"ValueError: {caught.value}"


@pytest.mark.parametrize("operation", ["matmul", "dot"])
def test_a_product_that_does_not_fit_is_told_in_the_words_of_matrices(operation: str) -> None:
    text = raised_by((7, 5), (4, 2), operation)
    said = finding_of(StudentFault("exception", text)).message
    assert said.startswith(text)
    assert "A has 5 columns but B has 4 rows" in said


def test_shapes_that_do_not_match_entry_by_entry_are_explained() -> None:
    text = raised_by((5, 3), (5,), "add")
    assert "from their last entries on" in finding_of(StudentFault("exception", text)).message


def test_other_errors_are_left_as_they_are() -> None:
    fault = StudentFault("exception", "KeyError: 'dW1'", where="tanh.py line 3")
    found = finding_of(fault)
    assert (found.message, found.look_at) == ("KeyError: 'dW1'", "tanh.py line 3")
