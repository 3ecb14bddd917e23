"""Known wrong formulas of the parameters' gradients, which are sums over the batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..comparing import Array
from ..derivation import Factors, Formula, Mistake, Values, quantity
from ..networks import Architecture, divisor
from .constants import CLIPS, LEARNING_RATES, STRENGTHS


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
        names.append((by / 4, "wrong-divisor"))  # 4: XOR's samples
        names += [(2.0, "wrong-factor"), (0.5, "wrong-factor")]
        return [(factor, name) for factor, name in names if factor != 1.0]

    return factors


def weight_gradient(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of dW_l = A_{l-1}.T @ dZ_l / m."""
    a, w = f"A{layer - 1}", f"W{layer}"
    right = _weight_sum(kind, a, f"dZ{layer}")
    found = [
        Mistake("transposed-product", lambda v: right(v).T),
        *_wrong_inputs(kind, layer),
        *_wrong_samples(kind, layer),
        Mistake("zero-gradient", lambda v: np.zeros_like(v[w])),
        *(Mistake("updates-returned", _stepped(right, w, rate)) for rate in (1.0, *LEARNING_RATES)),
        *_no_mere_gradient(kind, right, w),
        *(Mistake("clipped-gradient", _shortened(right, norm)) for norm in CLIPS),
    ]
    if layer < depth:
        found.append(Mistake("missing-activation-derivative", _without_derivative(kind, layer)))
    for other in range(1, depth + 1):
        if other != layer:
            found.append(Mistake("wrong-layer-delta", _weight_sum(kind, a, f"dZ{other}")))
            found.append(Mistake("swapped-gradients", quantity(f"dW{other}")))
    return tuple(found)


def _wrong_inputs(kind: Architecture, layer: int) -> list[Mistake]:
    a, delta, w = f"A{layer - 1}", f"dZ{layer}", f"W{layer}"
    inputs = (f"A{layer}", f"Z{layer - 1}", f"A{layer - 2}", "A0")

    def truncated(v: Values) -> Array:
        return np.trunc(v[a]).T @ v[delta] / _by(kind, v)

    def left_out(v: Values) -> Array:
        return np.broadcast_to(v[delta].sum(axis=0) / _by(kind, v), v[w].shape)

    return [
        *(Mistake("wrong-layer-activation", _weight_sum(kind, name, delta)) for name in inputs),
        Mistake("integer-truncation", truncated),
        Mistake("inputs-left-out", left_out),
    ]


def _wrong_samples(kind: Architecture, layer: int) -> list[Mistake]:
    a, delta = f"A{layer - 1}", f"dZ{layer}"
    return [
        Mistake("last-sample-only", lambda v: v[a][-1:].T @ v[delta][-1:]),
        Mistake("last-sample-only", lambda v: v[a][-1:].T @ v[delta][-1:] / _by(kind, v)),
        Mistake("first-sample-only", lambda v: v[a][:1].T @ v[delta][:1]),
        Mistake("first-sample-only", lambda v: v[a][:1].T @ v[delta][:1] / _by(kind, v)),
    ]


def _without_derivative(kind: Architecture, layer: int) -> Formula:
    a, delta, w = f"A{layer - 1}", f"dZ{layer + 1}", f"W{layer + 1}"
    return lambda v: v[a].T @ (v[delta] @ v[w].T) / _by(kind, v)


def bias_gradient(kind: Architecture, layer: int, depth: int) -> tuple[Mistake, ...]:
    """Of db_l = sum over samples of dZ_l / m."""
    b = f"b{layer}"
    right = _bias_sum(kind, f"dZ{layer}")
    found = [
        Mistake("missing-keepdims", lambda v: right(v)[0]),
        Mistake("transposed-product", lambda v: right(v).T),
        *(Mistake("wrong-axis", formula) for formula in _along_rows(kind, layer)),
        *(Mistake("wrong-axis", formula) for formula in _over_everything(kind, layer)),
        *_no_sum(kind, layer),
        Mistake("missing-bias-gradient", lambda v: np.zeros_like(v[b])),
        Mistake("updates-returned", _stepped(right, b, 1.0)),
        *_no_mere_gradient(kind, right, b),
    ]
    if layer < depth:
        found.append(Mistake("missing-activation-derivative", _bias_without(kind, layer)))
    for other in range(1, depth + 1):
        if other != layer:
            found.append(Mistake("wrong-layer-delta", _bias_sum(kind, f"dZ{other}")))
    return tuple(found)


def _bias_without(kind: Architecture, layer: int) -> Formula:
    delta, w = f"dZ{layer + 1}", f"W{layer + 1}"
    return lambda v: np.sum(v[delta] @ v[w].T, axis=0, keepdims=True) / _by(kind, v)


def _along_rows(kind: Architecture, layer: int) -> list[Formula]:
    delta = f"dZ{layer}"

    def sums(v: Values) -> Array:
        total: Array = np.sum(v[delta], axis=1, keepdims=True)
        return total

    return [
        sums,
        lambda v: sums(v) / _by(kind, v),
        lambda v: sums(v) / v[delta].shape[1],
        lambda v: sums(v)[:, 0],
        lambda v: sums(v)[:, 0] / _by(kind, v),
        lambda v: sums(v).T / _by(kind, v),
        lambda v: sums(v).T,
    ]


def _over_everything(kind: Architecture, layer: int) -> list[Formula]:
    delta, b = f"dZ{layer}", f"b{layer}"
    return [
        lambda v: v[delta].sum(),
        lambda v: v[delta].sum() / _by(kind, v),
        lambda v: v[delta].mean(),
        lambda v: np.full_like(v[b], v[delta].sum()),
        lambda v: np.full_like(v[b], v[delta].sum() / _by(kind, v)),
        lambda v: np.full_like(v[b], v[delta].mean()),
    ]


def _no_sum(kind: Architecture, layer: int) -> list[Mistake]:
    delta = f"dZ{layer}"
    return [
        Mistake("sum-left-out", lambda v: v[delta]),
        Mistake("sum-left-out", lambda v: v[delta] / _by(kind, v)),
        Mistake("last-sample-only", lambda v: v[delta][-1:]),
        Mistake("last-sample-only", lambda v: v[delta][-1:] / _by(kind, v)),
        Mistake("first-sample-only", lambda v: v[delta][:1]),
        Mistake("first-sample-only", lambda v: v[delta][:1] / _by(kind, v)),
    ]


def _no_mere_gradient(kind: Architecture, gradient: Formula, parameter: str) -> list[Mistake]:
    """The right sum with more done to it: a penalty added, entries cut off."""

    def decayed(strength: float) -> Formula:
        return lambda v: gradient(v) + strength * v[parameter]

    def decayed_mean(strength: float) -> Formula:
        return lambda v: gradient(v) + strength * v[parameter] / _by(kind, v)

    return [
        *(Mistake("regularised-gradient", decayed(strength)) for strength in STRENGTHS),
        *(Mistake("regularised-gradient", decayed_mean(strength)) for strength in STRENGTHS),
        *(Mistake("clipped-gradient", _clipped(gradient, limit)) for limit in CLIPS),
    ]


def _stepped(gradient: Formula, parameter: str, rate: float) -> Formula:
    return lambda v: v[parameter] - rate * gradient(v)


def _clipped(gradient: Formula, limit: float) -> Formula:
    return lambda v: np.clip(gradient(v), -limit, limit)


def _shortened(gradient: Formula, norm: float) -> Formula:
    return lambda v: gradient(v) * norm / np.linalg.norm(gradient(v))


def _weight_sum(kind: Architecture, inputs: str, delta: str) -> Formula:
    return lambda v: v[inputs].T @ v[delta] / _by(kind, v)


def _bias_sum(kind: Architecture, delta: str) -> Formula:
    return lambda v: np.sum(v[delta], axis=0, keepdims=True) / _by(kind, v)


def _by(kind: Architecture, values: Values) -> int:
    return divisor(kind, values["A0"].shape[0])
