"""Known wrong formulas of each step of a fully connected network.

Each function stands beside the step of the same name in :mod:`.dense`. A
formula is written as a student would have computed it, from the same values
as the right one; a missing quantity or a shape that does not fit just means
that it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .comparing import Array
from .derivation import Factors, Formula, Mistake, Values
from .networks import (
    Architecture,
    divisor,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh_derivative,
)

LEAKS = (0.01, 0.1, 0.2, 0.05, 0.001)
LEARNING_RATES = (0.1, 0.01, 0.001, 0.5, 0.05)


def pre_activation(layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of Z_l = A_{l-1} @ W_l + b_l."""
    a, z, w, b = f"A{layer - 1}", f"Z{layer - 1}", f"W{layer}", f"b{layer}"
    found = [
        Mistake("forgotten-bias", lambda v: v[a] @ v[w]),
        Mistake("wrong-sign", lambda v: v[a] @ v[w] - v[b]),
        Mistake("bias-twice", lambda v: v[a] @ v[w] + 2 * v[b]),
        Mistake("transposed-product", lambda v: v[a] @ v[w].T + v[b]),
        Mistake("missing-activation", lambda v: v[z] @ v[w] + v[b]),
        Mistake("integer-truncation", lambda v: np.trunc(v[a]) @ v[w] + v[b]),
        Mistake("integer-truncation", lambda v: np.trunc(v[a] @ v[w] + v[b])),
        Mistake("averaged-pre-activation", lambda v: v[a] @ v[w] / v[a].shape[1] + v[b]),
        Mistake("wrong-cache", lambda v: relu(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: np.tanh(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: sigmoid(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: softmax(v[a] @ v[w] + v[b])),
        Mistake("wrong-cache", lambda v: v[a]),
        Mistake("wrong-layer-activation", lambda v: v["A0"] @ v[w] + v[b]),
        Mistake("wrong-layer-activation", lambda v: v[f"A{layer - 2}"] @ v[w] + v[b]),
    ]
    for other in range(1, depth + 1):
        found.append(Mistake("wrong-cache", _kept(f"A{other}")))
        if other != layer:
            found.append(Mistake("wrong-cache", _kept(f"Z{other}")))
            found.append(
                Mistake("wrong-layer-weights", lambda v, o=other: v[a] @ v[f"W{o}"] + v[b])
            )
            found.append(
                Mistake("wrong-layer-bias", lambda v, o=other: v[a] @ v[w] + v[f"b{o}"])
            )
    return tuple(found)


def _kept(name: str) -> Formula:
    return lambda v: v[name]


def activation(kind: Architecture, layer: int, last: bool) -> tuple[Mistake, ...]:
    """Of A_l = act(Z_l)."""
    z = f"Z{layer}"
    right = kind.output if last else kind.hidden
    elsewhere = "activation-on-output" if last else "wrong-activation"
    functions: list[tuple[str, str, Callable[[Array], Array]]] = [
        ("relu", elsewhere, relu),
        ("tanh", "wrong-activation", np.tanh),
        ("sigmoid", "wrong-activation", sigmoid),
        ("softmax", "wrong-activation", softmax),
        ("abs", "wrong-activation", np.abs),
        ("softplus", "wrong-activation", lambda x: np.logaddexp(0, x)),
        ("elu", "wrong-activation", lambda x: np.where(x > 0, x, np.expm1(x))),
        ("negated", "wrong-sign", lambda x: sigmoid(-x)),
        ("halved", "wrong-activation", lambda x: np.tanh(x / 2)),
        ("heaviside", "wrong-activation", relu_derivative),
        *(("leaky", "wrong-activation", _leaky(leak)) for leak in LEAKS),
    ]
    found = [Mistake(bug, _at(f, z)) for name, bug, f in functions if name != right]
    found.append(Mistake("missing-activation", lambda v: v[z]))
    if right == "sigmoid":
        found.append(Mistake("activation-on-output", lambda v: sigmoid(relu(v[z]))))
        found.append(Mistake("activation-on-output", lambda v: sigmoid(np.tanh(v[z]))))
        found.append(Mistake("activation-twice", lambda v: sigmoid(sigmoid(v[z]))))
    if right == "softmax":
        found.extend(_softmax_mistakes(z))
    if right == "tanh":
        found.append(Mistake("activation-twice", lambda v: np.tanh(np.tanh(v[z]))))
    return tuple(found)


def _softmax_mistakes(z: str) -> list[Mistake]:
    return [
        Mistake("softmax-wrong-axis", lambda v: softmax(v[z].T).T),
        Mistake("softmax-wrong-axis", lambda v: np.exp(v[z]) / np.exp(v[z]).sum()),
        Mistake("activation-on-output", lambda v: softmax(relu(v[z]))),
        Mistake("activation-twice", lambda v: softmax(softmax(v[z]))),
        Mistake("log-softmax", lambda v: np.log(softmax(v[z]))),
        Mistake("not-normalised", lambda v: np.exp(v[z])),
        Mistake(
            "not-normalised", lambda v: np.exp(v[z] - v[z].max(axis=1, keepdims=True))
        ),
    ]


def _at(function: Callable[[Array], Array], name: str) -> Formula:
    return lambda v: function(v[name])


def _leaky(slope: float) -> Callable[[Array], Array]:
    return lambda x: np.where(x > 0, x, slope * x)


def output_delta(kind: Architecture, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_L = A_L - y."""
    a, z = f"A{depth}", f"Z{depth}"

    def error(v: Values) -> Array:
        return v[a] - v["y"]

    def odds(v: Values) -> Array:
        return v[a] * (1 - v[a])

    elsewhere = [
        Mistake("swapped-gradients", _kept(f"dZ{other}")) for other in range(1, depth)
    ]
    return (
        *elsewhere,
        Mistake("wrong-sign", lambda v: -error(v)),
        Mistake("wrong-output-delta", lambda v: error(v) * odds(v)),
        Mistake("wrong-output-delta", lambda v: 2 * error(v) * odds(v)),
        Mistake("wrong-output-delta", lambda v: error(v) * sigmoid_derivative(v[a])),
        Mistake("wrong-output-delta", lambda v: error(v) * tanh_derivative(v[z])),
        Mistake("wrong-output-delta", lambda v: error(v) * (1 - v[a] ** 2)),
        Mistake("wrong-output-delta", lambda v: error(v) * relu_derivative(v[z])),
        Mistake("wrong-output-delta", lambda v: error(v) / odds(v)),
        Mistake("wrong-output-delta", lambda v: error(v) ** 2),
        Mistake("wrong-output-delta", lambda v: np.abs(error(v))),
        Mistake("wrong-output-delta", lambda v: np.sign(error(v))),
        Mistake("wrong-output-delta", lambda v: -v["y"] / v[a]),
        Mistake("wrong-output-delta", lambda v: -v["y"] / v[a] * odds(v)),
        Mistake("wrong-output-delta", lambda v: v[a]),
        Mistake("wrong-output-delta", lambda v: (v[a] > 0.5) - v["y"]),
        Mistake("wrong-output-delta", lambda v: v[z] - v["y"]),
        Mistake("wrong-output-delta", lambda v: error(v) + v[a]),
        Mistake(
            "wrong-output-delta", lambda v: -v["y"] / v[a] + (1 - v["y"]) / (1 - v[a])
        ),
        Mistake("wrong-output-delta", lambda v: _through_softmax(error(v), v[a])),
        Mistake("missing-term", lambda v: -v["y"] * (1 - v[a])),
        Mistake("missing-term", lambda v: (1 - v["y"]) * v[a]),
        Mistake("integer-truncation", lambda v: np.trunc(error(v))),
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:1]),
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:, :1]),
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"][:, -1:]),
        Mistake("broadcast-mismatch", lambda v: v[a] - v["y"].mean()),
    )


def _through_softmax(delta: Array, a: Array) -> Array:
    """The Jacobian of softmax, applied where it has been applied already."""
    return a * (delta - np.sum(delta * a, axis=1, keepdims=True))


def delta_factors(values: Values) -> Factors:
    """Constant factors of a per-sample quantity that have a name."""
    samples = float(values["A0"].shape[0])
    names = [(-1.0, "wrong-sign"), (0.25, "wrong-divisor")]  # 1/4: XOR's four samples
    if samples > 1:
        names += [(samples, "wrong-factor"), (1 / samples, "divided-in-delta")]
    widths = {float(values["y"].shape[1]), float(values["A0"].shape[1])} - {1.0}
    names += [(1 / width, "wrong-divisor") for width in widths]
    names += [(0.5, "wrong-factor"), (2.0, "wrong-factor")]
    return names


def _derivatives(
    kind: Architecture, layer: int, depth: int
) -> list[tuple[str, Callable[[Values], Array]]]:
    """What students put in the place of act'(Z_l): (name, value)."""
    a, z = f"A{layer}", f"Z{layer}"
    tanh_hidden = kind.hidden == "tanh"
    own = tanh_derivative if tanh_hidden else relu_derivative
    sigma_bug = "wrong-function-derivative"
    found: list[tuple[str, Callable[[Values], Array]]] = [
        ("missing-activation-derivative", lambda v: np.ones_like(v[z])),
        (sigma_bug, lambda v: sigmoid_derivative(v[z])),
        (sigma_bug, lambda v: v[a] * (1 - v[a])),
        (sigma_bug, lambda v: sigmoid_derivative(v[a])),
        (sigma_bug, lambda v: v[z] * (1 - v[z])),
        (sigma_bug, lambda v: v[a]),
        (sigma_bug, lambda v: np.sign(v[z])),
        *((sigma_bug, _leaky_derivative(z, leak)) for leak in LEAKS),
    ]
    if tanh_hidden:
        found += [
            ("derivative-at-wrong-argument", lambda v: tanh_derivative(v[a])),
            ("derivative-at-wrong-argument", lambda v: 1 - v[z] ** 2),
            ("wrong-derivative-formula", lambda v: 1 - v[a]),
            ("wrong-derivative-formula", lambda v: 1 + v[a] ** 2),
            ("wrong-derivative-formula", lambda v: v[a] ** 2),
            ("wrong-derivative-formula", lambda v: (1 - v[a]) ** 2),
            ("wrong-derivative-formula", lambda v: 1 - np.abs(v[a])),
            (sigma_bug, lambda v: relu_derivative(v[z])),
        ]
    else:
        found += [
            (sigma_bug, lambda v: tanh_derivative(v[z])),
            (sigma_bug, lambda v: 1 - v[a] ** 2),
            (sigma_bug, lambda v: tanh_derivative(v[a])),
            (sigma_bug, lambda v: v[z]),
            ("derivative-inverted", lambda v: 1 - relu_derivative(v[z])),
            ("derivative-inverted", lambda v: relu_derivative(v[z]) - 1),
        ]
    for other in range(1, depth + 1):
        if other != layer:
            found.append(("derivative-of-wrong-layer", lambda v, o=other: own(v[f"Z{o}"])))
    found.append(("derivative-of-wrong-layer", lambda v: sigmoid_derivative(v[f"Z{depth}"])))
    found.append(("derivative-of-wrong-layer", lambda v: own(v[f"A{layer - 1}"])))
    return found


def _leaky_derivative(z: str, slope: float) -> Callable[[Values], Array]:
    return lambda v: np.where(v[z] > 0, 1.0, slope)


def _propagations(layer: int, depth: int) -> list[tuple[str, Formula]]:
    """What students put in the place of dZ_{l+1} @ W_{l+1}.T: (name, value)."""
    delta, w = f"dZ{layer + 1}", f"W{layer + 1}"
    found: list[tuple[str, Formula]] = [
        ("transposed-product", lambda v: v[delta] @ v[w]),
        ("transposed-product", lambda v: (v[w] @ v[delta]).T),
        ("elementwise-for-matrix-product", lambda v: v[delta] * v[w].T),
        ("weights-left-out", lambda v: v[delta]),
        (
            "weights-left-out",
            lambda v: np.broadcast_to(v[delta].sum(axis=1, keepdims=True), v[f"Z{layer}"].shape),
        ),
        (
            "wrong-axis",
            lambda v: np.broadcast_to(
                (v[delta] @ v[w].T).sum(axis=1, keepdims=True), v[f"Z{layer}"].shape
            ),
        ),
    ]
    for other in range(1, depth + 1):
        if other != layer + 1:
            found.append(("wrong-layer-weights", lambda v, o=other: v[delta] @ v[f"W{o}"].T))
            found.append(("transposed-product", lambda v, o=other: v[delta] @ v[f"W{o}"]))
    for other in range(layer + 2, depth + 1):
        found.append(("wrong-layer-delta", lambda v, o=other: v[f"dZ{o}"] @ v[w].T))
        found.append(
            ("wrong-layer-weights", lambda v, o=other: v[f"dZ{o}"] @ v[f"W{o}"].T)
        )
    return found


def _updated_first(layer: int, rate: float) -> Formula:
    w = f"W{layer + 1}"
    return lambda v: v[f"dZ{layer + 1}"] @ (v[w] - rate * v[f"dW{layer + 1}"]).T


def _updates(layer: int) -> list[tuple[str, Formula]]:
    return [("updated-too-early", _updated_first(layer, r)) for r in (1.0, *LEARNING_RATES)]


def propagated(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dA_l = dZ_{l+1} @ W_{l+1}.T."""
    found = [Mistake(bug, f) for bug, f in _propagations(layer, depth) + _updates(layer)]
    derivative = tanh_derivative if kind.hidden == "tanh" else relu_derivative

    def with_derivative(v: Values) -> Array:
        return (v[f"dZ{layer + 1}"] @ v[f"W{layer + 1}"].T) * derivative(v[f"Z{layer}"])

    found.append(Mistake("swapped-gradients", with_derivative))
    found.append(Mistake("only-last-layer", lambda v: np.zeros_like(v[f"Z{layer}"])))
    found.append(
        Mistake(
            "missing-activation-derivative",
            lambda v: v[f"dA{layer + 1}"] @ v[f"W{layer + 1}"].T,
        )
    )
    for other in range(1, depth):
        if other != layer:
            found.append(Mistake("swapped-gradients", _kept(f"dA{other}")))
    return tuple(found)


def through_activation(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_l = dA_l * act'(Z_l)."""
    found = []
    for bug, derivative in _derivatives(kind, layer, depth):
        found.append(Mistake(bug, lambda v, d=derivative: v[f"dA{layer}"] * d(v)))
    own = tanh_derivative if kind.hidden == "tanh" else relu_derivative
    found.append(
        Mistake(
            "derivative-at-wrong-argument", lambda v: v[f"dA{layer}"] * own(v[f"dA{layer}"])
        )
    )
    found.append(Mistake("only-last-layer", lambda v: np.zeros_like(v[f"Z{layer}"])))
    return tuple(found)


def hidden_delta(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dZ_l = (dZ_{l+1} @ W_{l+1}.T) * act'(Z_l), seen as one step."""
    derivative = tanh_derivative if kind.hidden == "tanh" else relu_derivative

    def slope(v: Values) -> Array:
        return derivative(v[f"Z{layer}"])

    def back(v: Values) -> Array:
        return v[f"dZ{layer + 1}"] @ v[f"W{layer + 1}"].T

    found = [
        Mistake(bug, lambda v, p=p: p(v) * slope(v))
        for bug, p in _propagations(layer, depth) + _updates(layer)
    ]
    found += [
        Mistake(bug, lambda v, d=d: back(v) * d(v)) for bug, d in _derivatives(kind, layer, depth)
    ]
    if kind.hidden == "tanh":
        found.append(Mistake("derivative-twice", lambda v: back(v) * slope(v) ** 2))
    found.append(Mistake("only-last-layer", lambda v: np.zeros_like(v[f"Z{layer}"])))
    return tuple(found)


def batch_factors(kind: Architecture) -> Callable[[Values], Factors]:
    """Constant factors of a sum over the batch that have a name."""

    def factors(values: Values) -> Factors:
        samples = float(values["A0"].shape[0])
        names = [(-1.0, "wrong-sign")]
        for rate in LEARNING_RATES:
            names += [(rate, "learning-rate-in-gradient"), (-rate, "learning-rate-in-gradient")]
        if samples > 1 and kind.mean:
            names += [(samples, "missing-batch-mean"), (1 / samples, "double-batch-mean")]
        elif samples > 1:
            names.append((1 / samples, "mean-for-sum"))
        sizes = {float(v.shape[1]) for k, v in values.items() if k.startswith(("A", "Z"))}
        by = divisor(kind, int(samples))
        names += [(by / size, "wrong-divisor") for size in sizes]
        names += [(1 / size, "wrong-divisor") for size in sizes]
        names += [(2.0, "wrong-factor"), (0.5, "wrong-factor")]
        return [(factor, name) for factor, name in names if factor != 1.0]

    return factors


def weight_gradient(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dW_l = A_{l-1}.T @ dZ_l / m."""
    a, delta, w = f"A{layer - 1}", f"dZ{layer}", f"W{layer}"

    def by(v: Values) -> int:
        return divisor(kind, v["A0"].shape[0])

    def right(v: Values) -> Array:
        return v[a].T @ v[delta] / by(v)

    def all_inputs(v: Values) -> Array:
        return np.broadcast_to(v[delta].sum(axis=0) / by(v), v[w].shape)

    found = [
        Mistake("transposed-product", lambda v: right(v).T),
        Mistake("wrong-layer-activation", lambda v: v[f"A{layer}"].T @ v[delta] / by(v)),
        Mistake("wrong-layer-activation", lambda v: v[f"Z{layer - 1}"].T @ v[delta] / by(v)),
        Mistake("wrong-layer-activation", lambda v: v[f"A{layer - 2}"].T @ v[delta] / by(v)),
        Mistake("wrong-layer-activation", lambda v: v["A0"].T @ v[delta] / by(v)),
        Mistake("last-sample-only", lambda v: v[a][-1:].T @ v[delta][-1:]),
        Mistake("last-sample-only", lambda v: v[a][-1:].T @ v[delta][-1:] / by(v)),
        Mistake("first-sample-only", lambda v: v[a][:1].T @ v[delta][:1]),
        Mistake("first-sample-only", lambda v: v[a][:1].T @ v[delta][:1] / by(v)),
        Mistake("zero-gradient", lambda v: np.zeros_like(v[w])),
        Mistake("inputs-left-out", all_inputs),
        Mistake("integer-truncation", lambda v: np.trunc(v[a]).T @ v[delta] / by(v)),
        Mistake("updates-returned", lambda v: v[w] - right(v)),
    ]
    for rate in (1.0, *LEARNING_RATES):
        found.append(Mistake("updates-returned", lambda v, r=rate: v[w] - r * right(v)))
    for strength in _STRENGTHS:
        found.append(Mistake("regularised-gradient", lambda v, s=strength: right(v) + s * v[w]))
        found.append(
            Mistake("regularised-gradient", lambda v, s=strength: right(v) + s * v[w] / by(v))
        )
    for limit in _CLIPS:
        found.append(Mistake("clipped-gradient", lambda v, c=limit: np.clip(right(v), -c, c)))
        found.append(
            Mistake("clipped-gradient", lambda v, c=limit: right(v) * c / np.linalg.norm(right(v)))
        )
    if layer < depth:
        found.append(
            Mistake(
                "missing-activation-derivative",
                lambda v: v[a].T @ (v[f"dZ{layer + 1}"] @ v[f"W{layer + 1}"].T) / by(v),
            )
        )
    for other in range(1, depth + 1):
        if other != layer:
            found.append(
                Mistake("wrong-layer-delta", lambda v, o=other: v[a].T @ v[f"dZ{o}"] / by(v))
            )
            found.append(Mistake("swapped-gradients", _kept(f"dW{other}")))
    return tuple(found)


_STRENGTHS = (1.0, 0.5, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 2e-4)
_CLIPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)


def bias_gradient(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of db_l = sum over samples of dZ_l / m."""
    delta, b = f"dZ{layer}", f"b{layer}"

    def by(v: Values) -> int:
        return divisor(kind, v["A0"].shape[0])

    def right(v: Values) -> Array:
        return np.sum(v[delta], axis=0, keepdims=True) / by(v)

    def along_rows(v: Values) -> Array:
        return np.sum(v[delta], axis=1, keepdims=True)

    found = [
        Mistake("missing-keepdims", lambda v: right(v)[0]),
        Mistake("transposed-product", lambda v: right(v).T),
        Mistake("wrong-axis", along_rows),
        Mistake("wrong-axis", lambda v: along_rows(v) / by(v)),
        Mistake("wrong-axis", lambda v: along_rows(v) / v[delta].shape[1]),
        Mistake("wrong-axis", lambda v: along_rows(v)[:, 0]),
        Mistake("wrong-axis", lambda v: along_rows(v)[:, 0] / by(v)),
        Mistake("wrong-axis", lambda v: along_rows(v).T / by(v)),
        Mistake("wrong-axis", lambda v: along_rows(v).T),
        Mistake("wrong-axis", lambda v: v[delta].sum()),
        Mistake("wrong-axis", lambda v: v[delta].sum() / by(v)),
        Mistake("wrong-axis", lambda v: v[delta].mean()),
        Mistake("wrong-axis", lambda v: np.full_like(v[b], v[delta].sum())),
        Mistake("wrong-axis", lambda v: np.full_like(v[b], v[delta].sum() / by(v))),
        Mistake("wrong-axis", lambda v: np.full_like(v[b], v[delta].mean())),
        Mistake("sum-left-out", lambda v: v[delta]),
        Mistake("sum-left-out", lambda v: v[delta] / by(v)),
        Mistake("last-sample-only", lambda v: v[delta][-1:]),
        Mistake("last-sample-only", lambda v: v[delta][-1:] / by(v)),
        Mistake("first-sample-only", lambda v: v[delta][:1]),
        Mistake("first-sample-only", lambda v: v[delta][:1] / by(v)),
        Mistake("missing-bias-gradient", lambda v: np.zeros_like(v[b])),
        Mistake("updates-returned", lambda v: v[b] - right(v)),
    ]
    for strength in _STRENGTHS:
        found.append(Mistake("regularised-gradient", lambda v, s=strength: right(v) + s * v[b]))
        found.append(
            Mistake("regularised-gradient", lambda v, s=strength: right(v) + s * v[b] / by(v))
        )
    for limit in _CLIPS:
        found.append(Mistake("clipped-gradient", lambda v, c=limit: np.clip(right(v), -c, c)))
    for other in range(1, depth + 1):
        if other != layer:
            found.append(Mistake("wrong-layer-delta", _bias_from(kind, other)))
            found.append(Mistake("swapped-gradients", _kept(f"db{other}")))
    return tuple(found)


def _bias_from(kind: Architecture, layer: int) -> Formula:
    return lambda v: (
        np.sum(v[f"dZ{layer}"], axis=0, keepdims=True) / divisor(kind, v["A0"].shape[0])
    )
