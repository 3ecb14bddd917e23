"""update(grads, lr) alone: two steps with random gradients, which need not be anyone's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.judgement.catalogue import diagnose, recognisable
from grader.judgement.comparing import Array, agrees, as_array, compare, constant_ratio
from grader.judgement.networks import Parameters
from grader.judgement.probes import Probe
from grader.judgement.tolerances import UPDATE
from grader.judgement.verdicts import Finding, Judgement, Mismatch, describe, evidence
from grader.session import Remote, Steps

from ..draw import Draw
from ..expect import Parts
from .drive import built, filled_by, lists_of, noted_parameters, set_up

LOOK_AT = "Lecture section 4, the update: W -= lr * dW and b -= lr * db, for every layer"
RATES = (0.37, 0.08)
DIVISORS = range(2, 9)


def judge_update(make: Remote, draw: Draw, probe: Probe) -> Judgement:
    """Judge two steps; weights and biases are half of the points each."""
    network = _used(make, probe)
    gradients = [_random_like(draw, probe.parameters) for _ in RATES]
    at = [probe.parameters]
    noted = []
    steps = Steps(network)
    for rate, gradient in zip(RATES, gradients, strict=True):
        steps.method(network, "update", _named(gradient), rate)
        noted.append(noted_parameters(steps, network))
        at.append(_step(at[-1], gradient, rate))
    seen = [lists_of(each) for each in noted]
    parts = Parts()
    for which, label in enumerate(("weights", "biases")):
        with parts.part():
            for turn in range(len(RATES)):
                _judge_step(label, turn, seen[turn][which], at, gradients)
    return parts.judgement()


def _used(make: Remote, probe: Probe) -> Remote:
    """A network at the probe's parameters after a forward and a backward pass.

    An update follows these; what they do, or that they fail, is judged elsewhere.
    """
    steps = Steps(make)
    setting = set_up(steps, make, probe.parameters)
    steps.method(setting.network, "forward", probe.X)
    steps.method(setting.network, "backward", probe.y)
    filled_by(steps, setting.network, probe.parameters)
    return built(setting)


def _random_like(draw: Draw, parameters: Parameters) -> Parameters:
    return Parameters(
        tuple(draw.normal(w.shape) for w in parameters.weights),
        tuple(draw.normal(b.shape) for b in parameters.biases),
    )


def _named(gradient: Parameters) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for layer, (w, b) in enumerate(zip(gradient.weights, gradient.biases, strict=True), 1):
        found[f"dW{layer}"], found[f"db{layer}"] = w.copy(), b.copy()
    return found


def _step(parameters: Parameters, gradient: Parameters, rate: float) -> Parameters:
    return Parameters(
        tuple(w - rate * g for w, g in zip(parameters.weights, gradient.weights, strict=True)),
        tuple(b - rate * g for b, g in zip(parameters.biases, gradient.biases, strict=True)),
    )


def _judge_step(
    label: str,
    turn: int,
    got: list[object],
    at: list[Parameters],
    gradients: list[Parameters],
) -> None:
    expected = getattr(at[turn + 1], label)
    have = [_as_row(got[i], want) if i < len(got) else None for i, want in enumerate(expected)]
    wrong = [i for i, want in enumerate(expected) if not agrees(have[i], want, UPDATE)]
    if not wrong:
        return
    layer = wrong[0]
    name = f"{label}[{layer}]"
    comparison = compare(have[layer], expected[layer], UPDATE)
    when = "after the first update" if turn == 0 else "after a second update"
    before, gradient = getattr(at[turn], label), getattr(gradients[turn], label)
    bug: str | None = None
    if turn == 0:
        bug = _recognised(label, have, before, gradient, RATES[turn], len(wrong) == len(expected))
    elif _remembers(have, expected, getattr(gradients[0], label)):
        bug = "momentum-left-in"
    diagnosis = None if bug is None else diagnose(bug, f"update ({label})")
    text = f"{describe(name, comparison)} {when} with lr = {RATES[turn]}"
    raise Mismatch(Finding(text, LOOK_AT, diagnosis, evidence(name, comparison)))


def _as_row(value: object, wanted: Array) -> object:
    """A bias without its first axis as a row: its shape was judged when it was made."""
    array = as_array(value)
    flat = array is not None and wanted.shape == (1, *array.shape)
    return np.reshape(array, wanted.shape) if array is not None and flat else value


def _remembers(have: list[object], expected: tuple[Array, ...], earlier: tuple[Array, ...]) -> bool:
    """Whether every difference is a multiple of the step before."""
    ratios = set()
    for got, want, gradient in zip(have, expected, earlier, strict=True):
        array = as_array(got)
        if array is None or array.shape != want.shape:
            return False
        ratio = constant_ratio(array - want, gradient)
        ratios.add(None if ratio is None else round(ratio, 6))
    return len(ratios) == 1 and None not in ratios


def _recognised(
    label: str,
    have: list[object],
    before: tuple[Array, ...],
    gradient: tuple[Array, ...],
    rate: float,
    all_wrong: bool,
) -> str | None:
    """The one known mistake that gives these numbers in every layer."""
    kept = "forgotten-bias-update" if label == "biases" else "forgotten-weight-update"
    pairs = list(zip(have, before, gradient, strict=True))

    def fits(formula: Callable[[Array, Array], Array]) -> bool:
        return all(agrees(h, formula(w, g), UPDATE) for h, w, g in pairs)

    known: dict[str, list[Callable[[Array, Array], Array]]] = {
        kept: [lambda w, g: w],
        "gradient-ascent": [lambda w, g: w + rate * g, lambda w, g: w + g],
        "ignored-learning-rate": [
            *(lambda w, g, r=r: w - r * g for r in (1.0, 0.1, 0.01, 0.5, 0.001, 0.05)),
        ],
        "replaced-by-gradient": [lambda w, g: rate * g, lambda w, g: -rate * g, lambda w, g: g],
        "weight-decay": [
            lambda w, g: w - rate * g - rate * 0.01 * w,
            lambda w, g: w - rate * g - 0.01 * w,
            lambda w, g: w - rate * (g + 0.001 * w),
        ],
        "integer-truncation": [lambda w, g: np.trunc(w - rate * g)],
    }
    found = {b for b, formulas in known.items() if recognisable(b) and any(map(fits, formulas))}
    if len(found) == 1:
        return found.pop()
    if not all_wrong and all(
        agrees(h, w, UPDATE) or agrees(h, w - rate * g, UPDATE) for h, w, g in pairs
    ):
        return "first-layer-not-updated"
    return _averaged(pairs, rate) if not found else None


def _averaged(pairs: list[tuple[object, Array, Array]], rate: float) -> str | None:
    """Whether the step is the right one divided by a count: of samples, units or layers."""
    for divisor in DIVISORS:
        if all(agrees(h, w - rate * g / divisor, UPDATE) for h, w, g in pairs):
            return "averaged-again"
    return None
