"""The cases of a check go to the worker together: a failure in one costs that case only."""

from __future__ import annotations

import pytest

from .conftest import GradeSource, solution

FAILURES = {"raises": "raise ValueError('no')", "ends its process": "import os; os._exit(3)"}
SINGLED_OUT = {
    "numerical_gradient": ("f, x, epsilon=1e-5", "np.ndim(x) == 3", 4 / 5),
    "relative_error": ("a, b", "np.ndim(a) == 3", 6 / 7),
    "gradient_check": ("nn, X, y, epsilon=1e-5", "len(nn.weights) == 1", 5 / 6),
}
CHECKS = {"numerical_gradient": "any_array", "gradient_check": "right_networks"}
LOSES_ITS_NETWORK = """
_checked = gradient_check

def gradient_check(nn, X, y, epsilon=1e-5):
    errors = _checked(nn, X, y, epsilon)
    {}
    return errors
"""


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("name", SINGLED_OUT)
def test_a_case_on_which_the_code_fails_costs_its_part(
    grade_source: GradeSource, name: str, failure: str
) -> None:
    parameters, case, share = SINGLED_OUT[name]
    arguments = parameters.replace("=1e-5", "")
    wrapped = f"""
_right = {name}

def {name}({parameters}):
    if {case}:
        {FAILURES[failure]}
    return _right({arguments})
"""
    result = grade_source("gradient_check", solution("gradient_check") + wrapped)
    lost = {check.id: check for check in result.checks if check.score != check.max_score}
    check = lost.pop(f"gradient_check.{CHECKS.get(name, name)}")
    assert not lost
    assert check.score == pytest.approx(share * check.max_score, abs=0.01)


@pytest.mark.parametrize("loss", ["nn.weights = None", "nn.biases.pop()", "nn.weights = 3.0"])
def test_a_network_that_is_left_without_parameters_is_the_students_mistake(
    grade_source: GradeSource, loss: str
) -> None:
    source = solution("gradient_check") + LOSES_ITS_NETWORK.format(loss)
    *others, check = grade_source("gradient_check", source).checks
    assert all(other.score == other.max_score for other in others)
    assert check.score == check.max_score / 2
    assert "after gradient_check is not as it was before" in (check.message or "")
