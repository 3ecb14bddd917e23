"""The four networks of the solutions against the derivative of a loss written here.

The loss is differentiated by the complex step, which is exact to rounding, so the
tolerance is that of floating point and not that of a difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import pytest

Array = np.ndarray[Any, np.dtype[Any]]
Activation = Callable[[Array], Array]


def relu(z: Array) -> Array:
    return np.where(z.real > 0, z, 0)


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def binary_cross_entropy(a: Array, y: Array) -> Array:
    return -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1)


def cross_entropy(a: Array, y: Array) -> Array:
    return -(y * np.log(a)).sum(axis=1)


@dataclass(frozen=True)
class Kind:
    module: str
    name: str
    hidden: Activation
    output: Activation
    loss: Callable[[Array, Array], Array]
    sizes: tuple[tuple[int, ...], ...]


ANY_DEPTH = ((2, 8, 1), (2, 1), (3, 5, 4, 2), (4, 4, 4, 4, 4))
SIGMOID = (sigmoid, binary_cross_entropy)
KINDS = (
    Kind("warmup/network", "NeuralNetworkBackprop", relu, *SIGMOID, ANY_DEPTH),
    Kind("practice/three_layer", "ThreeLayerNetwork", relu, *SIGMOID, ((2, 5, 4, 3), (3, 3, 3, 3))),
    Kind("practice/tanh", "TanhNetwork", np.tanh, *SIGMOID, ANY_DEPTH),
    Kind(
        "practice/softmax_cross_entropy",
        "SoftmaxNetwork",
        relu,
        softmax,
        cross_entropy,
        ((2, 8, 2), (2, 3), (3, 5, 4, 3), (4, 4, 4, 4, 4)),
    ),
)
CASES = [(kind, sizes) for kind in KINDS for sizes in kind.sizes]
every_network = pytest.mark.parametrize(
    ("kind", "sizes"), CASES, ids=lambda v: v.name if isinstance(v, Kind) else "-".join(map(str, v))
)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def made(kind: Kind, sizes: tuple[int, ...], solution: Callable[[str], ModuleType]) -> Any:
    """A network of the solution with weights and biases of our own."""
    net = getattr(solution(kind.module), kind.name)(list(sizes))
    rng = np.random.default_rng(sum(sizes))
    for parameter in [*net.weights, *net.biases]:
        parameter[...] = rng.normal(0, 0.7, parameter.shape)
    return net


def data(kind: Kind, sizes: tuple[int, ...], m: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(m)
    X = rng.normal(size=(m, sizes[0]))
    if kind.output is softmax:
        return X, np.eye(sizes[-1], dtype=int)[rng.integers(sizes[-1], size=m)]
    return X, rng.integers(2, size=(m, sizes[-1]))


def forward(kind: Kind, net: Any, X: Array, shifts: dict[str, Array]) -> Array:
    """The output as written down from the text of the exercise; shifts are added on the way."""
    A = X
    L = len(net.weights)
    for layer, (W, b) in enumerate(zip(net.weights, net.biases, strict=True), start=1):
        dW, db = shifts.get(f"dW{layer}", 0), shifts.get(f"db{layer}", 0)
        Z = A @ (W + dW) + b + db + shifts.get(f"dZ{layer}", 0)
        A = (kind.output if layer == L else kind.hidden)(Z) + shifts.get(f"dA{layer}", 0)
    return A


def expected(kind: Kind, net: Any, X: Array, y: Array, key: str, shape: tuple[int, ...]) -> Array:
    """The derivative of the loss with respect to a shift of one quantity.

    Of the mean loss for a weight or bias, of the summed loss for the per-sample dZ and dA.
    """
    derivative = np.zeros(shape)
    for index in np.ndindex(shape):
        shift = np.zeros(shape, dtype=complex)
        shift[index] = 1e-30j
        losses = kind.loss(forward(kind, net, X, {key: shift}), y)
        loss = losses.mean() if key[1] in "Wb" else losses.sum()
        derivative[index] = loss.imag / 1e-30
    return derivative


@every_network
@pytest.mark.parametrize("m", [1, 7])
def test_every_gradient_is_that_of_the_loss(
    kind: Kind, sizes: tuple[int, ...], m: int, solution: Callable[[str], ModuleType]
) -> None:
    net = made(kind, sizes, solution)
    X, y = data(kind, sizes, m)
    A = net.forward(X)
    np.testing.assert_allclose(A, forward(kind, net, X, {}), rtol=1e-12)
    grads = net.backward(y)
    asked = {f"d{p}{layer}" for p in "Wb" for layer in range(1, len(sizes))}
    if kind.name == "ThreeLayerNetwork":
        asked |= {"dZ3", "dA2", "dZ2", "dA1", "dZ1"}
    assert set(grads) == asked
    for key, gradient in grads.items():
        truth = expected(kind, net, X, y, key, gradient.shape)
        np.testing.assert_allclose(gradient, truth, rtol=1e-9, atol=1e-14, err_msg=key)
    for layer in range(1, len(sizes)):
        assert grads[f"dW{layer}"].shape == net.weights[layer - 1].shape
        assert grads[f"db{layer}"].shape == net.biases[layer - 1].shape


@every_network
def test_the_cache_holds_every_pre_activation_and_activation(
    kind: Kind, sizes: tuple[int, ...], solution: Callable[[str], ModuleType]
) -> None:
    net = made(kind, sizes, solution)
    X, _ = data(kind, sizes, 5)
    A = net.forward(X)
    L = len(sizes) - 1
    assert set(net.cache) == {f"A{layer}" for layer in range(L + 1)} | {
        f"Z{layer}" for layer in range(1, L + 1)
    }
    np.testing.assert_array_equal(net.cache["A0"], X)
    np.testing.assert_array_equal(net.cache[f"A{L}"], A)
    for layer in range(1, L + 1):
        Z = net.cache[f"A{layer - 1}"] @ net.weights[layer - 1] + net.biases[layer - 1]
        np.testing.assert_allclose(net.cache[f"Z{layer}"], Z, rtol=1e-12)
        act = kind.output if layer == L else kind.hidden
        np.testing.assert_allclose(net.cache[f"A{layer}"], act(Z), rtol=1e-12)


@every_network
def test_a_new_network_has_random_weights_and_zero_biases(
    kind: Kind, sizes: tuple[int, ...], solution: Callable[[str], ModuleType]
) -> None:
    network = getattr(solution(kind.module), kind.name)
    first, second = network(list(sizes)), network(list(sizes))
    for layer, shape in enumerate(pairwise(sizes)):
        W = first.weights[layer]
        assert W.shape == shape
        assert len(np.unique(W)) == W.size
        assert 1e-4 < np.abs(W).mean() < 3
        assert first.biases[layer].tolist() == [[0.0] * shape[1]]
        assert not np.shares_memory(W, second.weights[layer])
        assert not np.array_equal(W, second.weights[layer])


@every_kind
def test_nothing_that_was_handed_out_or_in_changes(
    kind: Kind, solution: Callable[[str], ModuleType]
) -> None:
    sizes = kind.sizes[0]
    net, other = made(kind, sizes, solution), made(kind, sizes, solution)
    X, y = data(kind, sizes, 6)
    A = net.forward(X)
    grads = net.backward(y)
    watched = [X, y, A, *net.weights, *net.biases, *grads.values()]
    before = [array.copy() for array in watched]
    again = net.backward(y)
    net.forward(data(kind, sizes, 3)[0])
    net.backward(data(kind, sizes, 3)[1])
    other.forward(X + 1)
    for array, copy in zip(watched, before, strict=True):
        np.testing.assert_array_equal(array, copy)
    for key in grads:
        np.testing.assert_array_equal(again[key], grads[key])


@every_kind
def test_integer_arrays_work_like_floats(kind: Kind, solution: Callable[[str], ModuleType]) -> None:
    sizes = kind.sizes[0]
    net = made(kind, sizes, solution)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    _, y = data(kind, sizes, 4)
    net.forward(X)
    of_integers = net.backward(y)
    net.forward(X.astype(float))
    for key, gradient in net.backward(y.astype(float)).items():
        np.testing.assert_array_equal(of_integers[key], gradient)


@every_kind
def test_large_pre_activations_stay_finite_without_a_warning(
    kind: Kind, solution: Callable[[str], ModuleType]
) -> None:
    net = made(kind, kind.sizes[0], solution)
    X, y = data(kind, kind.sizes[0], 5)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(net.forward(X * 1e4)).all()
        assert all(np.isfinite(gradient).all() for gradient in net.backward(y).values())


@every_kind
def test_update_moves_every_weight_and_bias_down_its_gradient(
    kind: Kind, solution: Callable[[str], ModuleType]
) -> None:
    net = made(kind, kind.sizes[-1], solution)
    rng = np.random.default_rng(8)
    named = {f"dW{layer}": W for layer, W in enumerate(net.weights, start=1)}
    named |= {f"db{layer}": b for layer, b in enumerate(net.biases, start=1)}
    before = {key: parameter.copy() for key, parameter in named.items()}
    grads = {key: rng.normal(size=parameter.shape) for key, parameter in named.items()}
    net.update(grads, 0.3)
    for layer in range(1, len(net.weights) + 1):
        for key, now in (
            (f"dW{layer}", net.weights[layer - 1]),
            (f"db{layer}", net.biases[layer - 1]),
        ):
            np.testing.assert_allclose(now, before[key] - 0.3 * grads[key], rtol=1e-12)


@pytest.mark.parametrize("start", range(3))
@every_kind
def test_it_learns_xor(kind: Kind, start: int, solution: Callable[[str], ModuleType]) -> None:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    xor = np.array([[0], [1], [1], [0]])
    y = np.hstack([1 - xor, xor]) if kind.output is softmax else xor
    depth = 2 if kind.name == "ThreeLayerNetwork" else 1
    net = getattr(solution(kind.module), kind.name)([2, *[8] * depth, y.shape[1]])
    rng = np.random.default_rng(start)
    for W in net.weights:
        W[...] = rng.normal(0, 0.8, W.shape)
    for _ in range(1000):
        net.forward(X)
        net.update(net.backward(y), 0.5)
    assert np.abs(net.forward(X) - y).max() < 0.2
