"""The warm-up's functions: the corners of what their text promises."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

Solution = Callable[[str], ModuleType]


@pytest.fixture
def chain(solution: Solution) -> ModuleType:
    return solution("warmup/chain_rule")


@pytest.fixture
def graph(solution: Solution) -> ModuleType:
    return solution("warmup/computational_graph")


@pytest.fixture
def two_layer(solution: Solution) -> ModuleType:
    return solution("warmup/two_layer")


@pytest.mark.parametrize("x", [2, 2.0, np.float32(2), np.array(2), -0.5, 0])
def test_numerical_derivative_of_a_number_is_a_float(chain: ModuleType, x: Any) -> None:
    slope = chain.numerical_derivative(math.sin, x)
    assert isinstance(slope, float)
    assert slope == pytest.approx(math.cos(x), rel=1e-9)


@pytest.mark.parametrize("dtype", [int, np.uint8, float, np.float32])
@pytest.mark.parametrize("shape", [(), (6,), (2, 3), (1, 2, 3), (0,)])
def test_numerical_derivative_works_elementwise(
    chain: ModuleType, shape: tuple[int, ...], dtype: type
) -> None:
    x = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    before = x.copy()
    slope = chain.numerical_derivative(lambda u: u**3, x)
    assert np.shape(slope) == shape
    np.testing.assert_allclose(slope, 3.0 * x.astype(float) ** 2, rtol=1e-8, atol=1e-9)
    np.testing.assert_array_equal(x, before)


def test_chain_derivative_takes_each_derivative_where_its_function_is(chain: ModuleType) -> None:
    functions = [math.sin, math.exp, lambda u: u**2, math.log]
    derivatives = [math.cos, math.exp, lambda u: 2 * u, lambda u: 1 / u]
    for length in range(5):
        x = 0.7

        def composed(u: float, length: int = length) -> float:
            for function in functions[:length]:
                u = function(u)
            return u

        slope = chain.chain_derivative(functions[:length], derivatives[:length], x)
        assert slope == pytest.approx(chain.numerical_derivative(composed, x), rel=1e-8)
        assert isinstance(slope, float)


def test_an_empty_chain_has_derivative_one(chain: ModuleType) -> None:
    assert chain.chain_derivative([], [], 3) == 1.0


def test_a_chain_may_be_long(chain: ModuleType) -> None:
    n = 3000
    slope = chain.chain_derivative([lambda u: u + 1] * n, [lambda u: 1] * n, 0)
    assert slope == 1.0


def test_gradients_of_a_graph_sum_over_all_paths(graph: ModuleType) -> None:
    x, y = graph.Variable(3.0), graph.Variable(-2.0)
    shared = graph.Multiply(x, y)
    output = graph.Add(graph.Multiply(shared, shared), graph.Add(x, x))
    for _ in range(2):
        assert graph.forward_pass(output) == 42.0
        graph.backward_pass(output)
        assert (x.grad, y.grad, shared.grad, output.grad) == (26.0, -36.0, -12.0, 1)
    x.value = 1.0
    assert graph.forward_pass(output) == 6.0


def test_every_operation_is_visited_once_and_in_order(graph: ModuleType) -> None:
    calls: list[tuple[str, str]] = []

    class Watched(graph.Add):  # type: ignore[misc, name-defined]
        def __init__(self, name: str, a: Any, b: Any) -> None:
            super().__init__(a, b)
            self.name = name

        def forward(self) -> Any:
            calls.append(("forward", self.name))
            return super().forward()

        def backward(self) -> None:
            calls.append(("backward", self.name))
            super().backward()

    x = graph.Variable(1)
    first = Watched("first", x, x)
    second = Watched("second", first, x)
    output = Watched("output", second, first)
    assert graph.forward_pass(output) == 5
    graph.backward_pass(output)
    names = ["first", "second", "output"]
    assert calls == [("forward", n) for n in names] + [("backward", n) for n in reversed(names)]
    assert x.grad == 5


def test_a_chain_of_operations_may_be_deep(graph: ModuleType) -> None:
    x = graph.Variable(1.0)
    node = x
    for _ in range(5000):
        node = graph.Add(node, x)
    assert graph.forward_pass(node) == 5001.0
    graph.backward_pass(node)
    assert x.grad == 5001.0


def test_sharing_does_not_multiply_the_work(graph: ModuleType) -> None:
    x = graph.Variable(1)
    node = x
    for _ in range(60):
        node = graph.Add(node, node)
    assert graph.forward_pass(node) == 2**60
    graph.backward_pass(node)
    assert x.grad == 2**60


def test_a_leaf_alone_is_a_graph(graph: ModuleType) -> None:
    x = graph.Variable(4)
    assert graph.forward_pass(x) == 4
    graph.backward_pass(x)
    assert x.grad == 1


def test_activations_and_their_derivatives(two_layer: ModuleType) -> None:
    z = np.linspace(-5, 5, 12).reshape(3, 4)
    step = z + 1e-30j
    logistic = 1 / (1 + np.exp(-step))
    np.testing.assert_allclose(two_layer.sigmoid(z), logistic.real, rtol=1e-13)
    np.testing.assert_allclose(two_layer.sigmoid_derivative(z), logistic.imag / 1e-30, rtol=1e-12)
    np.testing.assert_array_equal(two_layer.relu(z), np.where(z > 0, z, 0))
    np.testing.assert_array_equal(two_layer.relu_derivative(z), np.where(z > 0, 1, 0))


def test_activations_of_extreme_and_integer_arrays(two_layer: ModuleType) -> None:
    z = np.array([-10000, -800, 0, 800, 10000])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert two_layer.sigmoid(z).tolist() == [0, 0, 0.5, 1, 1]
        assert two_layer.sigmoid_derivative(z).tolist() == [0, 0, 0.25, 0, 0]
        assert two_layer.relu(z).tolist() == [0, 0, 0, 800, 10000]
        assert two_layer.relu_derivative(z).tolist() == [0, 0, 0, 1, 1]


def test_a_small_probability_keeps_its_digits(two_layer: ModuleType) -> None:
    tiny = two_layer.sigmoid(np.array([-50.0]))
    np.testing.assert_allclose(tiny, np.exp(-50.0), rtol=1e-12)
    np.testing.assert_allclose(two_layer.sigmoid_derivative(np.array([50.0])), tiny, rtol=1e-12)


SHAPES = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}


def drawn(m: int) -> tuple[dict[str, Any], Any, Any]:
    rng = np.random.default_rng(m)
    params = {name: rng.normal(size=shape) for name, shape in SHAPES.items()}
    return params, rng.integers(-2, 3, size=(3, m)), rng.integers(2, size=(2, m))


def summed_loss(params: dict[str, Any], x: Any, y: Any, shifts: dict[str, Any]) -> Any:
    """The loss of section 3 with something added to one of its quantities."""
    moved = {name: value + shifts.get(name, 0) for name, value in params.items()}
    z1 = moved["W1"] @ x + moved["b1"] + shifts.get("z1", 0)
    a1 = np.where(z1.real > 0, z1, 0) + shifts.get("a1", 0)
    z2 = moved["W2"] @ a1 + moved["b2"] + shifts.get("z2", 0)
    a2 = 1 / (1 + np.exp(-z2))
    return -(y * np.log(a2) + (1 - y) * np.log(1 - a2)).sum()


@pytest.mark.parametrize("m", [1, 5])
def test_two_layer_gradients_are_those_of_the_summed_loss(two_layer: ModuleType, m: int) -> None:
    params, x, y = drawn(m)
    grads = two_layer.two_layer_backward(params, two_layer.two_layer_forward(params, x), y)
    shapes = {**SHAPES, "z1": (4, m), "a1": (4, m), "z2": (2, m)}
    assert {key: grad.shape for key, grad in grads.items()} == {
        f"d{name}": shape for name, shape in shapes.items()
    }
    for name, shape in shapes.items():
        truth = np.zeros(shape)
        for index in np.ndindex(shape):
            shift = np.zeros(shape, dtype=complex)
            shift[index] = 1e-30j
            truth[index] = summed_loss(params, x, y, {name: shift}).imag / 1e-30
        np.testing.assert_allclose(grads[f"d{name}"], truth, rtol=1e-10, atol=1e-13, err_msg=name)


def test_two_layer_changes_nothing_that_it_is_given(two_layer: ModuleType) -> None:
    params, x, y = drawn(5)
    cache = two_layer.two_layer_forward(params, x)
    watched = [x, y, *params.values(), *cache.values()]
    before = [array.copy() for array in watched]
    first = two_layer.two_layer_backward(params, cache, y)
    second = two_layer.two_layer_backward(params, cache, y)
    for array, copy in zip(watched, before, strict=True):
        np.testing.assert_array_equal(array, copy)
    for key in first:
        np.testing.assert_array_equal(first[key], second[key])
