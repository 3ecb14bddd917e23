"""Known wrong formulas of the forward pass."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..comparing import Array
from ..derivation import Formula, Mistake, quantity
from ..networks import Architecture, relu, relu_derivative, sigmoid, softmax
from .constants import LEAKS

Function = Callable[[Array], Array]


def pre_activation(layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of Z_l = A_{l-1} @ W_l + b_l."""
    found = [*_wrong_terms(layer), *_wrong_caches(layer, depth)]
    for other in range(1, depth + 1):
        if other != layer:
            found += _terms_of_layer(layer, other)
    return tuple(found)


def _wrong_terms(layer: int) -> list[Mistake]:
    a, z, w, b = f"A{layer - 1}", f"Z{layer - 1}", f"W{layer}", f"b{layer}"
    return [
        Mistake("forgotten-bias", lambda v: v[a] @ v[w]),
        Mistake("subtracted-not-added", lambda v: v[a] @ v[w] - v[b]),
        Mistake("bias-twice", lambda v: v[a] @ v[w] + 2 * v[b]),
        Mistake("transposed-product", lambda v: v[a] @ v[w].T + v[b]),
        Mistake("missing-activation", lambda v: v[z] @ v[w] + v[b]),
        Mistake("integer-truncation", lambda v: np.trunc(v[a]) @ v[w] + v[b]),
        Mistake("integer-truncation", lambda v: np.trunc(v[a] @ v[w] + v[b])),
        Mistake("averaged-pre-activation", lambda v: v[a] @ v[w] / v[a].shape[1] + v[b]),
        Mistake("wrong-layer-activation", lambda v: v["A0"] @ v[w] + v[b]),
        Mistake("wrong-layer-activation", lambda v: v[f"A{layer - 2}"] @ v[w] + v[b]),
    ]


def _wrong_caches(layer: int, depth: int) -> list[Mistake]:
    """Other quantities that end up where Z_l belongs."""
    a, w, b = f"A{layer - 1}", f"W{layer}", f"b{layer}"
    others = [f"Z{other}" for other in range(1, depth + 1) if other != layer]
    kept = [a, *(f"A{other}" for other in range(1, depth + 1)), *others]
    return [
        Mistake("wrong-cache", lambda v: relu(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: np.tanh(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: sigmoid(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: softmax(v[a] @ v[w] + v[b])),
        Mistake("changed-after-caching", lambda v: _shifted(v[a] @ v[w] + v[b])),
        *(Mistake("wrong-cache", quantity(name)) for name in kept),
    ]


def _shifted(z: Array) -> Array:
    """What a softmax leaves behind that subtracts each row's maximum in place."""
    return z - z.max(axis=1, keepdims=True) if z.shape[1] > 1 else np.full_like(z, np.nan)


def _terms_of_layer(layer: int, other: int) -> list[Mistake]:
    a, w, b = f"A{layer - 1}", f"W{layer}", f"b{layer}"
    return [
        Mistake("wrong-layer-weights", lambda v: v[a] @ v[f"W{other}"] + v[b]),
        Mistake("wrong-layer-bias", lambda v: v[a] @ v[w] + v[f"b{other}"]),
    ]


def activation(kind: Architecture, layer: int, last: bool) -> tuple[Mistake, ...]:
    """Of A_l = act(Z_l)."""
    z = f"Z{layer}"
    right = kind.output if last else kind.hidden
    own: dict[str, Callable[[str], list[Mistake]]] = {
        "sigmoid": _sigmoid_mistakes,
        "softmax": _softmax_mistakes,
        "tanh": _tanh_mistakes,
    }
    return (
        *(Mistake(bug, _at(f, z)) for name, bug, f in _functions(last) if name != right),
        Mistake("missing-activation", quantity(z)),
        *(own[right](z) if right in own else ()),
    )


def _functions(last: bool) -> list[tuple[str, str, Function]]:
    """What students put in the place of the layer's function: (name, mistake, function)."""
    relu_bug = "activation-on-output" if last else "wrong-activation"
    return [
        ("relu", relu_bug, relu),
        ("tanh", "wrong-activation", np.tanh),
        ("sigmoid", "wrong-activation", sigmoid),
        ("softmax", "wrong-activation", softmax),
        ("abs", "wrong-activation", np.abs),
        ("softplus", "wrong-activation", lambda x: np.logaddexp(0, x)),
        ("elu", "wrong-activation", lambda x: np.where(x > 0, x, np.expm1(x))),
        ("negated", "negated-argument", lambda x: sigmoid(-x)),
        ("halved", "wrong-activation", lambda x: np.tanh(x / 2)),
        ("heaviside", "wrong-activation", relu_derivative),
        *(("leaky", "wrong-activation", _leaky(leak)) for leak in LEAKS),
    ]


def _sigmoid_mistakes(z: str) -> list[Mistake]:
    return [
        Mistake("activation-on-output", lambda v: sigmoid(relu(v[z]))),
        Mistake("activation-on-output", lambda v: sigmoid(np.tanh(v[z]))),
        Mistake("activation-twice", lambda v: sigmoid(sigmoid(v[z]))),
    ]


def _added_up(z: Array, axis: int | None) -> Array:
    """Shifted by the row's maximum, but added up along another axis."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=axis))


def _softmax_mistakes(z: str) -> list[Mistake]:
    return [
        Mistake("softmax-wrong-axis", lambda v: softmax(v[z].T).T),
        Mistake("softmax-wrong-axis", lambda v: _added_up(v[z], 0)),
        Mistake("softmax-wrong-axis", lambda v: _added_up(v[z], None)),
        Mistake("softmax-wrong-axis", lambda v: np.exp(v[z]) / np.exp(v[z]).sum()),
        Mistake("activation-on-output", lambda v: softmax(relu(v[z]))),
        Mistake("activation-twice", lambda v: softmax(softmax(v[z]))),
        Mistake("log-softmax", lambda v: np.log(softmax(v[z]))),
        Mistake("not-normalised", lambda v: np.exp(v[z])),
        Mistake("not-normalised", lambda v: np.exp(v[z] - v[z].max(axis=1, keepdims=True))),
    ]


def _tanh_mistakes(z: str) -> list[Mistake]:
    return [Mistake("activation-twice", lambda v: np.tanh(np.tanh(v[z])))]


def _at(function: Function, name: str) -> Formula:
    return lambda v: function(v[name])


def _leaky(slope: float) -> Function:
    return lambda x: np.where(x > 0, x, slope * x)
