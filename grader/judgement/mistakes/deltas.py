"""Known wrong formulas of the gradients of each sample by Z_l and A_l."""

from __future__ import annotations

import numpy as np

from ..comparing import Array
from ..derivation import Factors, Formula, Mistake, Values, quantity
from ..networks import (
    DERIVATIVES,
    Architecture,
    relu_derivative,
    sigmoid_derivative,
    tanh_derivative,
)
from .constants import LEARNING_RATES
from .derivatives import derivative_at, derivatives

VANISHED = 1e-9
"""A sum this small beside its terms is 0 but for rounding."""


def output_delta(kind: Architecture, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_L = A_L - y."""
    swapped = (quantity(f"dZ{other}") for other in range(1, depth))
    return (
        *(Mistake("swapped-gradients", formula) for formula in swapped),
        *(Mistake("wrong-output-delta", formula) for formula in _errors_multiplied(depth)),
        *(Mistake("wrong-output-delta", formula) for formula in _other_differences(depth)),
        *_wrong_terms(depth),
        *_wrong_labels(kind, depth),
    )


def _errors_multiplied(depth: int) -> list[Formula]:
    """A_L - y times a derivative that has been cancelled already."""
    a, z = f"A{depth}", f"Z{depth}"

    def error(v: Values) -> Array:
        return v[a] - v["y"]

    def odds(v: Values) -> Array:
        return v[a] * (1 - v[a])

    return [
        lambda v: error(v) * odds(v),
        lambda v: 2 * error(v) * odds(v),
        lambda v: error(v) * sigmoid_derivative(v[a]),
        lambda v: error(v) * tanh_derivative(v[z]),
        lambda v: error(v) * (1 - v[a] ** 2),
        lambda v: error(v) * relu_derivative(v[z]),
        lambda v: error(v) / odds(v),
        lambda v: error(v) ** 2,
        lambda v: _through_softmax(error(v), v[a]),
    ]


def _through_softmax(delta: Array, a: Array) -> Array:
    """The Jacobian of softmax, applied where it has been applied already."""
    mean: Array = np.sum(delta * a, axis=1, keepdims=True)
    return a * (delta - mean)


def _other_differences(depth: int) -> list[Formula]:
    a, z = f"A{depth}", f"Z{depth}"
    return [
        lambda v: np.abs(v[a] - v["y"]),
        lambda v: np.sign(v[a] - v["y"]),
        lambda v: -v["y"] / v[a],
        quantity(a),
        lambda v: (v[a] > 0.5) - v["y"],
        lambda v: v[z] - v["y"],
        lambda v: v[a] - v["y"] + v[a],
        lambda v: -v["y"] / v[a] + (1 - v["y"]) / (1 - v[a]),
    ]


def _wrong_terms(depth: int) -> list[Mistake]:
    a = f"A{depth}"
    return [
        Mistake("wrong-sign", lambda v: -(v[a] - v["y"])),
        Mistake("missing-term", lambda v: -v["y"] * (1 - v[a])),
        Mistake("missing-term", lambda v: (1 - v["y"]) * v[a]),
        Mistake("integer-truncation", lambda v: _truncated(v[a] - v["y"], v["A0"])),
        Mistake("first-sample-only", lambda v: _one_row(v[a] - v["y"], 0)),
        Mistake("last-sample-only", lambda v: _one_row(v[a] - v["y"], -1)),
    ]


def _one_row(delta: Array, index: int) -> Array:
    """One sample's error, and zeros for all others."""
    found = np.zeros_like(delta)
    found[index] = delta[index]
    return found


def _truncated(delta: Array, inputs: Array) -> Array:
    """All zeros; from integer arrays only, or zeros of any origin would have this name."""
    if not np.array_equal(inputs, np.trunc(inputs)):
        raise ValueError("not from integers")
    return np.trunc(delta)


def _wrong_labels(kind: Architecture, depth: int) -> list[Mistake]:
    """A_L minus labels that broadcasting has repeated."""
    a = f"A{depth}"
    found = [
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:1]),
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"].mean()),
    ]
    # One column for all is right where there is one output, which softmax never has. Of one-hot
    # labels the column of a class without samples is 0, and would pass for labels left out.
    if kind.output == "sigmoid":
        found.append(Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:, :1]))
        found.append(Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:, -1:]))
    return found


def delta_factors(values: Values) -> Factors:
    """Constant factors of a per-sample quantity that have a name."""
    samples = float(values["A0"].shape[0])
    names = [(-1.0, "wrong-sign"), (0.25, "wrong-divisor")]  # 1/4: XOR's four samples
    if samples > 1:
        names += [(1 / samples, "divided-in-delta")]
    widths = {float(values["y"].shape[1]), float(values["A0"].shape[1])} - {1.0}
    names += [(1 / width, "wrong-divisor") for width in widths]
    names += [(0.5, "wrong-factor"), (2.0, "wrong-factor")]
    return names


def propagated(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dA_l = dZ_{l+1} @ W_{l+1}.T."""
    back, slope = _back(layer), derivative_at(kind, layer)
    w = f"W{layer + 1}"
    swapped = (quantity(f"dA{other}") for other in range(1, depth) if other != layer)
    return (
        *_propagations(layer, depth),
        Mistake("derivative-twice", _derivative_again(kind, layer, depth)),
        Mistake("swapped-gradients", _product(back, slope)),
        *(Mistake("swapped-gradients", formula) for formula in swapped),
        Mistake("missing-activation-derivative", lambda v: v[f"dA{layer + 1}"] @ v[w].T),
        Mistake("only-last-layer", _nothing(layer)),
    )


def through_activation(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_l = dA_l * act'(Z_l)."""
    above, slope = quantity(f"dA{layer}"), derivative_at(kind, layer)
    own = DERIVATIVES[kind.hidden]
    return (
        Mistake("weights-left-out", _product(quantity(f"dZ{layer + 1}"), slope)),
        *_multiplied(derivatives(kind, layer, depth), above),
        Mistake("derivative-at-wrong-argument", lambda v: above(v) * own(above(v))),
        Mistake("only-last-layer", _nothing(layer)),
    )


def hidden_delta(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_l = (dZ_{l+1} @ W_{l+1}.T) * act'(Z_l), seen as one step."""
    back, slope = _back(layer), derivative_at(kind, layer)
    found = _multiplied(_propagations(layer, depth), slope)
    again = _derivative_again(kind, layer, depth)
    found.append(Mistake("derivative-twice", _product(again, slope)))
    found += _multiplied(derivatives(kind, layer, depth), back)
    if kind.hidden == "tanh":
        found.append(Mistake("derivative-twice", lambda v: back(v) * slope(v) ** 2))
    found.append(Mistake("only-last-layer", _nothing(layer)))
    return tuple(found)


def _propagations(layer: int, depth: int) -> list[Mistake]:
    """What students put in the place of dZ_{l+1} @ W_{l+1}.T."""
    delta, w, z = f"dZ{layer + 1}", f"W{layer + 1}", f"Z{layer}"
    found = [
        Mistake("transposed-product", lambda v: v[delta] @ v[w]),
        Mistake("transposed-product", lambda v: (v[w] @ v[delta]).T),
        Mistake("elementwise-for-matrix-product", lambda v: v[delta] * v[w].T),
        Mistake("weights-left-out", quantity(delta)),
        Mistake("weights-left-out", lambda v: _row_sums(v[delta], v[z])),
        Mistake("wrong-axis", lambda v: _row_sums(v[delta] @ v[w].T, v[z])),
    ]
    for other in range(1, depth + 1):
        if other != layer + 1:
            found += _weights_of_layer(layer, other)
    for other in range(layer + 2, depth + 1):
        found += _deltas_of_layer(layer, other)
    rates = (1.0, *LEARNING_RATES)
    found += [_updated_first(layer, rate) for rate in rates]
    return found + [_updated_by_each_sample(layer, rate) for rate in rates]


def _derivative_again(kind: Architecture, layer: int, depth: int) -> Formula:
    """(dZ_{l+1} * act'(Z_{l+1})) @ W_{l+1}.T, though dZ_{l+1} is behind that activation already."""
    delta, w, z = f"dZ{layer + 1}", f"W{layer + 1}", f"Z{layer + 1}"
    function = DERIVATIVES[kind.hidden] if layer + 1 < depth else sigmoid_derivative
    return lambda v: (v[delta] * function(v[z])) @ v[w].T


def _row_sums(array: Array, like: Array) -> Array:
    """The sum of each row, repeated to the shape of ``like``.

    Of softmax's output deltas each row adds up to 0: there it is not a number, for zeros are
    another mistake's.
    """
    sums = array.sum(axis=1, keepdims=True)
    if np.max(np.abs(sums)) <= VANISHED * np.max(np.abs(array)):
        sums = np.full_like(sums, np.nan)
    return np.broadcast_to(sums, like.shape)


def _weights_of_layer(layer: int, other: int) -> list[Mistake]:
    delta, w = f"dZ{layer + 1}", f"W{other}"
    return [
        Mistake("wrong-layer-weights", lambda v: v[delta] @ v[w].T),
        Mistake("transposed-product", lambda v: v[delta] @ v[w]),
    ]


def _deltas_of_layer(layer: int, other: int) -> list[Mistake]:
    delta = f"dZ{other}"
    return [
        Mistake("wrong-layer-delta", lambda v: v[delta] @ v[f"W{layer + 1}"].T),
        Mistake("wrong-layer-weights", lambda v: v[delta] @ v[f"W{other}"].T),
    ]


def _updated_first(layer: int, rate: float) -> Mistake:
    delta, w, dw = f"dZ{layer + 1}", f"W{layer + 1}", f"dW{layer + 1}"
    return Mistake("updated-too-early", lambda v: v[delta] @ (v[w] - rate * v[dw]).T)


def _updated_by_each_sample(layer: int, rate: float) -> Mistake:
    """As it shows where dZ was read from single samples: each has moved the weights by itself."""
    delta, w, a = f"dZ{layer + 1}", f"W{layer + 1}", f"A{layer}"

    def formula(v: Values) -> Array:
        length = np.sum(v[delta] ** 2, axis=1, keepdims=True)
        return np.asarray(v[delta] @ v[w].T - rate * length * v[a])

    return Mistake("updated-too-early", formula)


def _back(layer: int) -> Formula:
    return lambda v: v[f"dZ{layer + 1}"] @ v[f"W{layer + 1}"].T


def _nothing(layer: int) -> Formula:
    return lambda v: np.zeros_like(v[f"Z{layer}"])


def _multiplied(mistakes: list[Mistake], other: Formula) -> list[Mistake]:
    """The mistakes of one factor as mistakes of its product with the other, right one."""
    return [Mistake(mistake.bug, _product(mistake.formula, other)) for mistake in mistakes]


def _product(one: Formula, other: Formula) -> Formula:
    return lambda v: one(v) * other(v)
