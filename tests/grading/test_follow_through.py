"""Follow-through pays for right steps only: nothing is earned by arrays that are not computed."""

from __future__ import annotations

import pytest

from grader.report.records import ExerciseResult

from .conftest import GradeSource, solution

CLASSES = {
    "network": "NeuralNetworkBackprop",
    "three_layer": "ThreeLayerNetwork",
    "tanh": "TanhNetwork",
    "softmax_cross_entropy": "SoftmaxNetwork",
}
# What a lazy program fills its arrays with; ``right`` has the shape, ``like`` a given array.
FILLINGS = {
    "zeros": "0 * right",
    "almost zeros": "1e-12 + 0 * right",
    "ones": "1.0 + 0 * right",
    "one constant": "0.37 + 0 * right",
    "random": "np.random.normal(size=right.shape)",
    "NaN": "np.nan + 0 * right",
    "copies of what was given": "like",
}
FILLED_GRADIENTS = """
_right_backward = {name}.backward
def _backward(self, y):
    grads = _right_backward(self, y)
    for key, right in list(grads.items()):
        kind, layer = key.rstrip("0123456789"), int(key.lstrip("dWbZA"))
        given = dict(dW=self.weights, db=self.biases).get(kind)
        like = given[layer - 1].copy() if given else self.cache[f"{{kind[1:]}}{{layer}}"]
        grads[key] = {filling}
    return grads
{name}.backward = _backward
"""
FILLED_CACHE = """
_right_forward = {name}.forward
def _forward(self, X):
    _right_forward(self, X)
    for key, right in list(self.cache.items()):
        like = np.resize(np.asarray(X, dtype=float), right.shape)
        if key != "A0" or {everything}:
            self.cache[key] = {filling}
    return self.cache[f"A{{len(self.weights)}}"]
{name}.forward = _forward
"""
FILLED_COLUMNS = """
_right = two_layer_backward
def two_layer_backward(params, cache, y):
    grads = _right(params, cache, y)
    for key, right in list(grads.items()):
        like = params.get(key[1:], cache.get(key[1:]))
        grads[key] = {filling}
    return grads
"""


def score(result: ExerciseResult, check: str) -> float:
    found = next(each for each in result.checks if each.id == f"{result.id}.{check}")
    assert found.score is not None, found.message
    return found.score


def points(result: ExerciseResult, check: str) -> float:
    return next(each.max_score for each in result.checks if each.id == f"{result.id}.{check}")


@pytest.mark.parametrize(
    ("exercise", "filling"),
    [
        *(("network", filling) for filling in FILLINGS),
        *(("three_layer", filling) for filling in FILLINGS),
        ("tanh", "random"),
        ("softmax_cross_entropy", "ones"),
    ],
)
def test_filled_gradients_earn_nothing(
    grade_source: GradeSource, exercise: str, filling: str
) -> None:
    change = FILLED_GRADIENTS.format(name=CLASSES[exercise], filling=FILLINGS[filling])
    result = grade_source(exercise, solution(exercise) + change)
    assert score(result, "backward") == 0
    assert score(result, "xor") == 0


@pytest.mark.parametrize("filling", FILLINGS)
def test_filled_gradients_of_columns_earn_nothing(grade_source: GradeSource, filling: str) -> None:
    change = FILLED_COLUMNS.format(filling=FILLINGS[filling])
    assert score(grade_source("two_layer", solution("two_layer") + change), "backward") == 0


@pytest.mark.parametrize(
    ("exercise", "filling"),
    [
        ("three_layer", "zeros"),
        ("three_layer", "one constant"),
        ("three_layer", "NaN"),
        ("softmax_cross_entropy", "copies of what was given"),
    ],
)
def test_a_filled_cache_earns_less_than_half_of_forward(
    grade_source: GradeSource, exercise: str, filling: str
) -> None:
    """That X is kept, and that what is returned is the last A, is right even so."""
    change = FILLED_CACHE.format(
        name=CLASSES[exercise], filling=FILLINGS[filling], everything=False
    )
    result = grade_source(exercise, solution(exercise) + change)
    assert score(result, "forward") < 0.5 * points(result, "forward")
    assert score(result, "xor") == 0


@pytest.mark.parametrize(
    ("exercise", "filling"),
    [("network", "ones"), ("network", "copies of what was given"), ("tanh", "random")],
)
def test_a_network_that_computes_nothing_at_all_earns_nothing(
    grade_source: GradeSource, exercise: str, filling: str
) -> None:
    name, text = CLASSES[exercise], FILLINGS[filling]
    change = FILLED_GRADIENTS.format(name=name, filling=text)
    change += FILLED_CACHE.format(name=name, filling=text, everything=True)
    result = grade_source(exercise, solution(exercise) + change)
    assert score(result, "backward") == 0
    assert score(result, "forward") <= 0.25 * points(result, "forward")


WRONG_STEP = """
def relu_derivative(z):
    return 0.5 + 0 * np.asarray(z, dtype=float)
"""


def test_the_steps_after_a_wrong_one_keep_their_points(grade_source: GradeSource) -> None:
    source = solution("three_layer") + WRONG_STEP
    result = grade_source("three_layer", source)
    backward = next(check for check in result.checks if check.id == "three_layer.backward")
    assert backward.status == "partial"
    assert backward.score_without_follow_through is not None
    assert backward.score is not None
    assert 0 < backward.score_without_follow_through < backward.score < backward.max_score
    steps = {each["step"]: each["state"] for each in backward.evidence["steps"]}  # type: ignore
    assert steps["dZ3"] == steps["dW3"] == steps["dA2"] == "right"
    assert steps["dZ2"] == "wrong"
    assert steps["dW2"] == steps["db2"] == steps["dA1"] == "follows"


def test_an_assignment_can_switch_it_off(grade_source: GradeSource) -> None:
    source = solution("three_layer") + WRONG_STEP
    with_it = grade_source("three_layer", source)
    without = grade_source("three_layer", source, follow_through=False)
    assert with_it.score is not None
    assert without.score is not None
    assert without.score < with_it.score
    for one, other in zip(with_it.checks, without.checks, strict=True):
        assert other.score == one.score_without_follow_through, one.id


def test_it_never_pays_more_than_the_steps_are_worth(grade_source: GradeSource) -> None:
    result = grade_source("three_layer", solution("three_layer") + WRONG_STEP)
    for check in result.checks:
        assert check.score is not None
        assert 0 <= check.score <= check.max_score


@pytest.mark.parametrize(
    ("exercise", "change", "untouched"),
    [
        (
            "tanh",
            "def tanh(z):\n    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))\n",
            ("construct", "forward", "update"),
        ),
        (
            "softmax_cross_entropy",
            "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum(axis=0, keepdims=True)\n",
            ("cross_entropy", "softmax_backward", "construct", "update"),
        ),
    ],
)
def test_a_wrong_function_is_paid_for_once(
    grade_source: GradeSource, exercise: str, change: str, untouched: tuple[str, ...]
) -> None:
    result = grade_source(exercise, f"{solution(exercise)}\n{change}")
    for check in untouched:
        assert score(result, check) == points(result, check), check
    assert result.status == "partial"
