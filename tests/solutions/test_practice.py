"""The practice exercises' functions: the corners of what their text promises."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

Solution = Callable[[str], ModuleType]


@pytest.fixture
def tanh(solution: Solution) -> ModuleType:
    return solution("practice/tanh")


@pytest.fixture
def check(solution: Solution) -> ModuleType:
    return solution("practice/gradient_check")


@pytest.fixture
def flow(solution: Solution) -> ModuleType:
    return solution("practice/gradient_flow")


@pytest.fixture
def soft(solution: Solution) -> ModuleType:
    return solution("practice/softmax_cross_entropy")


@pytest.fixture
def network(tanh: ModuleType) -> Any:
    """A right network with biases, two outputs and no tiny gradient."""
    net = tanh.TanhNetwork([3, 4, 2])
    rng = np.random.default_rng(4)
    for parameter in [*net.weights, *net.biases]:
        parameter[...] = rng.normal(0, 0.7, parameter.shape)
    return net


X = np.array([[1, 0, 2], [0, -1, 1], [2, 2, 0], [-1, 1, 1], [0, 2, -2]])
Y = np.array([[1, 0], [0, 1], [1, 1], [0, 0], [1, 0]])


def test_tanh_is_right_for_extreme_and_integer_arrays(tanh: ModuleType) -> None:
    z = np.array([-10000, 0, 10000])
    with np.errstate(over="raise", invalid="raise"):
        assert tanh.tanh(z).tolist() == [-1, 0, 1]
        assert tanh.tanh_derivative(z).tolist() == [0, 1, 0]
    assert z.tolist() == [-10000, 0, 10000]


def test_tanh_derivative_is_that_of_tanh(tanh: ModuleType) -> None:
    z = np.linspace(-4, 4, 15).reshape(3, 5)
    truth = np.tanh(z + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(tanh.tanh_derivative(z), truth, rtol=1e-11)


ARRAYS = {
    "0-d": np.array(2.0),
    "3-d": np.arange(12.0).reshape(2, 3, 2),
    "transposed": np.arange(6.0).reshape(2, 3).T,
    "every other": np.arange(10.0)[::2],
    "Fortran order": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "integers": np.arange(4),
    "float32": np.arange(4, dtype=np.float32),
    "empty": np.zeros((0, 2)),
}


@pytest.mark.parametrize("x", ARRAYS.values(), ids=ARRAYS)
def test_numerical_gradient_of_any_array(check: ModuleType, x: Any) -> None:
    before = x.copy()
    gradient = check.numerical_gradient(lambda u: np.sum(u**3) / 3, x)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, before.astype(float) ** 2, rtol=1e-7, atol=1e-8)
    np.testing.assert_array_equal(x, before)


def test_numerical_gradient_of_a_function_that_hands_its_argument_back(check: ModuleType) -> None:
    assert check.numerical_gradient(lambda u: u, np.array(3.0)) == pytest.approx(1.0)


def test_relative_error_is_symmetric_and_guarded(check: ModuleType) -> None:
    a, b = np.array([[1.0, -4.0]]), np.array([[2.0, -4.0]])
    assert check.relative_error(a, b) == check.relative_error(b, a) == 1 / 8
    assert check.relative_error(np.zeros((2, 2)), np.zeros((2, 2))) == 0.0
    assert check.relative_error(np.array(1e-9), np.array(0)) == pytest.approx(0.1)


KEYS = ["dW1", "db1", "dW2", "db2"]


def test_a_right_network_passes_and_stays_as_it_is(check: ModuleType, network: Any) -> None:
    parameters = [*network.weights, *network.biases]
    before = [parameter.copy() for parameter in parameters]
    errors = check.gradient_check(network, X, Y)
    assert sorted(errors) == sorted(KEYS)
    assert all(isinstance(error, float) and error < 1e-8 for error in errors.values())
    for parameter, copy in zip(parameters, before, strict=True):
        np.testing.assert_array_equal(parameter, copy)


@pytest.mark.parametrize("key", KEYS)
def test_one_wrong_entry_is_found_in_its_array_only(
    check: ModuleType, network: Any, key: str
) -> None:
    right = network.backward

    def sabotaged(y: Any) -> dict[str, Any]:
        grads: dict[str, Any] = right(y)
        grads[key][-1, -1] += 0.01
        return grads

    network.backward = sabotaged
    errors = check.gradient_check(network, X, Y)
    assert [name for name in KEYS if errors[name] > 1e-5] == [key]


def test_gradient_check_takes_the_step_it_is_given(check: ModuleType, network: Any) -> None:
    coarse = check.gradient_check(network, X, Y, epsilon=0.3)
    assert max(coarse.values()) > 1e-4


def test_parameters_come_back_when_forward_fails(check: ModuleType, network: Any) -> None:
    before = network.weights[0].copy()
    right, calls = network.forward, []

    def failing(X: Any) -> Any:
        calls.append(X)
        if len(calls) > 3:
            raise ValueError("on purpose")
        return right(X)

    network.forward = failing
    with pytest.raises(ValueError, match="on purpose"):
        check.gradient_check(network, X, Y)
    np.testing.assert_array_equal(network.weights[0], before)


def test_norms_are_those_of_the_weights_gradients_in_order(flow: ModuleType, network: Any) -> None:
    norms = flow.gradient_norms(network, X, Y)
    grads = network.backward(Y)
    expected = [np.sqrt((grads[key] ** 2).sum()) for key in ("dW1", "dW2")]
    assert all(type(norm) is float for norm in norms)
    assert norms == pytest.approx(expected)


def test_importing_gradient_flow_draws_nothing(solution: Solution) -> None:
    solution("practice/gradient_flow")
    pyplot = sys.modules["matplotlib.pyplot"]
    pyplot.close("all")
    solution("practice/gradient_flow")
    assert pyplot.get_fignums() == []


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_the_plot_shows_every_layer_on_the_axes_given(
    flow: ModuleType, kind: Callable[[list[float]], Any]
) -> None:
    _, (left, right) = flow.plt.subplots(1, 2)
    figures = flow.plt.get_fignums()
    flow.plt.sca(left)
    assert flow.plot_gradient_flow(kind([0.5, 0.02, 3.0]), right) is right
    assert flow.plt.get_fignums() == figures
    (line,) = right.get_lines()
    assert line.get_xydata().tolist() == [[1, 0.5], [2, 0.02], [3, 3.0]]
    assert right.get_yscale() == "log"
    assert right.get_xlabel()
    assert right.get_ylabel()
    assert right.get_title()
    assert not left.has_data()
    flow.plt.close("all")


def test_the_plot_opens_a_new_figure_each_time(flow: ModuleType) -> None:
    first = flow.plot_gradient_flow([1.0, 2.0])
    second = flow.plot_gradient_flow([1.0, 2.0])
    assert first.figure is not second.figure
    flow.plt.close("all")


def test_softmax_of_large_logits(soft: ModuleType) -> None:
    Z = np.array([[10000, 9999, -10000], [-10000, -10000, -10000]])
    e = np.exp(-1.0)
    expected = [[1 / (1 + e), e / (1 + e), 0], [1 / 3] * 3]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(soft.softmax(Z), expected, rtol=1e-12)


def test_cross_entropy_where_a_probability_is_zero(soft: ModuleType) -> None:
    with np.errstate(invalid="raise", divide="raise"):
        assert soft.cross_entropy(np.array([[1, 0]]), np.array([[1, 0]])) == 0
        assert 15 < soft.cross_entropy(np.array([[0, 1]]), np.array([[1, 0]])) < 1000


def test_cross_entropy_of_distributions_and_far_logits(soft: ModuleType) -> None:
    Y, P = np.array([[0.2, 0.5, 0.3], [1, 0, 0]]), np.array([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]])
    assert soft.cross_entropy(Y, P) == pytest.approx(-(Y * np.log(P)).sum() / 2, rel=1e-13)
    assert soft.cross_entropy(np.array([[0, 1]]), soft.softmax(np.array([[300, 0]]))) == (
        pytest.approx(300.0)
    )


def complex_softmax(Z: Any) -> Any:
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def by_complex_step(loss: Callable[[Any], Any], Z: Any) -> Any:
    gradient = np.zeros(Z.shape)
    for index in np.ndindex(Z.shape):
        step = Z.astype(complex)
        step[index] += 1e-30j
        gradient[index] = loss(step).imag / 1e-30
    return gradient


@pytest.mark.parametrize("shape", [(1, 2), (4, 3), (3, 5), (2, 1)])
def test_gradients_through_softmax(soft: ModuleType, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(shape[1])
    Z, dP = rng.normal(size=shape), rng.normal(size=shape)
    Y = rng.dirichlet(np.ones(shape[1]), size=shape[0])
    np.testing.assert_allclose(
        soft.softmax_backward(dP, soft.softmax(Z)),
        by_complex_step(lambda z: (dP * complex_softmax(z)).sum(), Z),
        rtol=1e-10,
        atol=1e-14,
    )
    np.testing.assert_allclose(
        soft.softmax_cross_entropy_gradient(Y, Z),
        by_complex_step(lambda z: -(Y * np.log(complex_softmax(z))).sum() / shape[0], Z),
        rtol=1e-10,
        atol=1e-14,
    )
