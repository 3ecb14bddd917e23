"""Functions and classes that return anything at all: the student's mistake, never the grader's.

Each public function, class and method of the nine exercises is replaced, in a
right solution, by one that returns a strange value. Nothing may come out as
"not graded", and the checks of what was replaced must give no points.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from .conftest import GradeSource, solution

STRANGE = """
import numpy as _np

class _Lying:
    def __array__(self, *args, **kwargs): return "not an array"

class _Raising:
    def __array__(self, *args, **kwargs): raise RuntimeError("no")

class _Agreeing:
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __len__(self): return 3
    def __getitem__(self, key): return self
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self

def _endless():
    while True:
        yield 1.0

_recursive = []
_recursive.append(_recursive)
_names = ("dW1", "db1", "dW2", "db2", "dW3", "db3")
_STRANGE = {
    "None": lambda: None,
    "text": lambda: "text",
    "bytes": lambda: b"bytes",
    "empty dict": lambda: {},
    "dict of odd things": lambda: {None: 1, (1, 2): 3, "dW1": {}, "a2": "x", "W": None},
    "dict of zeros": lambda: {name: 0.0 for name in _names},
    "dict of NaN": lambda: {name: float("nan") for name in _names},
    "ragged list": lambda: [[1, 2], [3]],
    "list of None": lambda: [None],
    "recursive list": lambda: _recursive,
    "huge list": lambda: list(range(100_000)),
    "object": object,
    "class": lambda: int,
    "module": lambda: _np,
    "generator": lambda: (i for i in range(3)),
    "endless generator": _endless,
    "set": lambda: {1, 2},
    "range": lambda: range(5),
    "NaN": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "array of NaN": lambda: _np.full((5, 4), _np.nan),
    "empty array": lambda: _np.zeros((0, 3)),
    "array of objects": lambda: _np.array([object(), None]),
    "array of texts": lambda: _np.array(["1", "2"]),
    "dates": lambda: _np.array(["2020-01-01"], dtype="datetime64[D]"),
    "records": lambda: _np.zeros(3, dtype=[("a", float)]),
    "masked": lambda: _np.ma.masked_all((3,)),
    "many axes": lambda: _np.zeros((1,) * 30),
    "complex": lambda: 1j,
    "huge integer": lambda: 10**400,
    "huge float": lambda: 1e308,
    "bool": lambda: True,
    "half precision": lambda: _np.float16(1),
    "lying array": _Lying,
    "raising array": _Raising,
    "agrees with all": _Agreeing,
}
"""

_names: dict[str, object] = {}
exec(STRANGE, _names)
VALUES: list[str] = list(_names["_STRANGE"])  # type: ignore[call-overload]
ALWAYS = ("None", "dict of zeros")
PER_TARGET = 3

# What is replaced, and the checks that judge nothing else: they must give no points at all.
TARGETS: dict[str, dict[str, Sequence[str]]] = {
    "chain_rule": {
        "numerical_derivative": ("numerical_derivative", "numerical_arrays"),
        "chain_derivative": ("chain_derivative",),
    },
    "computational_graph": {
        "Variable": ("operations", "local_gradients", "forward_pass", "backward_pass"),
        "Add": ("deep_graphs",),
        "Add.forward": (),
        "Add.backward": (),
        "forward_pass": ("forward_pass",),
        "backward_pass": ("backward_pass",),
    },
    "two_layer": {
        "sigmoid": (),
        "sigmoid_derivative": (),
        "relu": (),
        "relu_derivative": (),
        "two_layer_forward": ("forward",),
        "two_layer_backward": ("backward",),
    },
    "network": {
        "NeuralNetworkBackprop": (
            "construct",
            "forward",
            "backward",
            "repeatable",
            "update",
            "xor",
        ),
        "NeuralNetworkBackprop.forward": ("forward", "xor"),
        "NeuralNetworkBackprop.backward": ("backward", "xor"),
        "NeuralNetworkBackprop.update": ("update", "xor"),
        "NeuralNetworkBackprop.weights": ("construct", "forward", "backward", "update", "xor"),
        "NeuralNetworkBackprop.biases": ("construct", "forward", "backward", "update", "xor"),
    },
    "three_layer": {
        "ThreeLayerNetwork": ("construct", "forward", "backward", "repeatable", "update", "xor"),
        "ThreeLayerNetwork.forward": ("forward", "xor"),
        "ThreeLayerNetwork.backward": ("backward", "xor"),
        "ThreeLayerNetwork.update": ("update", "xor"),
    },
    "tanh": {
        "tanh": ("tanh", "xor"),
        "tanh_derivative": ("tanh_derivative", "xor"),
        "TanhNetwork": ("construct", "forward", "backward", "repeatable", "update", "xor"),
        "TanhNetwork.forward": ("forward", "xor"),
        "TanhNetwork.backward": ("backward", "xor"),
        "TanhNetwork.weights": ("construct", "forward", "backward", "update", "xor"),
    },
    "gradient_check": {
        "numerical_gradient": ("numerical_gradient",),
        "relative_error": ("relative_error",),
        "gradient_check": ("finds_mistakes",),
    },
    "gradient_flow": {
        "gradient_norms": ("norms",),
        "plot_gradient_flow": ("plot", "labels"),
    },
    "softmax_cross_entropy": {
        "softmax": ("softmax", "softmax_large", "xor"),
        "cross_entropy": ("cross_entropy",),
        "softmax_backward": ("softmax_backward",),
        "softmax_cross_entropy_gradient": (),
        "SoftmaxNetwork": ("construct", "forward", "backward", "repeatable", "update", "xor"),
        "SoftmaxNetwork.forward": ("forward", "xor"),
        "SoftmaxNetwork.backward": ("backward", "xor"),
    },
}
CASES = [
    (exercise, target, tuple(checks))
    for exercise, targets in TARGETS.items()
    for target, checks in targets.items()
]
NAMES = [target for _, target, _ in CASES]


def values_for(position: int) -> list[str]:
    """The usual ones, and a few others: all of them over the targets of a few exercises."""
    first = position * PER_TARGET
    others = [VALUES[(first + i) % len(VALUES)] for i in range(PER_TARGET)]
    return list(dict.fromkeys([*ALWAYS, *others]))


def replaced(exercise: str, target: str, value: str) -> str:
    returned = f"_STRANGE[{value!r}]()"
    _, _, member = target.partition(".")
    if not member:
        change = f"def {target}(*args, **kwargs):\n    return {returned}\n"
    elif member in ("weights", "biases"):
        getter = f"lambda self: {returned}"
        change = f"{target} = property({getter}, lambda self, value: None)\n"
    else:
        change = f"{target} = lambda *args, **kwargs: {returned}\n"
    return f"{solution(exercise)}\n{STRANGE}\n{change}"


@pytest.mark.parametrize(
    ("exercise", "target", "judged"), CASES, ids=[target for _, target, _ in CASES]
)
def test_a_strange_value_is_graded_and_earns_nothing(
    grade_source: GradeSource, exercise: str, target: str, judged: tuple[str, ...]
) -> None:
    found = []
    for value in values_for(CASES.index((exercise, target, judged))):
        result = grade_source(exercise, replaced(exercise, target, value))
        for check in result.checks:
            name = check.id.partition(".")[2]
            if check.status == "not_graded":
                found.append(f"{value}: {name} could not be graded: {check.message}")
            elif name in judged and check.score:
                found.append(f"{value}: {name} gets {check.score} of {check.max_score}")
            elif check.score != check.max_score and not check.message:
                found.append(f"{value}: {name} loses points without a word")
        if result.score == result.max_score:
            found.append(f"{value}: full marks")
    assert not found, "\n" + "\n".join(found)
