"""Drawing cases on which right code agrees with us whatever its style.

A probe keeps clear of what would punish a right program: pre-activations near
ReLU's kink (any subgradient is right there), saturated outputs (an epsilon in
the logarithm is magnified by 1 / probability), gradients that vanish, and
cases on which float32 or an epsilon of 1e-7 already costs a fifth of the
tolerance. Biases are never zero, as a forgotten bias hides behind zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from .comparing import compare
from .networks import (
    Architecture,
    Array,
    Parameters,
    backward,
    forward,
    from_named,
    gradient_names,
    loss,
    trace,
)
from .tolerances import GRADIENT

KINK_MARGIN = 0.02
LARGEST_LOGIT = 2.0
SMALLEST_GRADIENT = 1e-4
OVERFLOWING = 720.0
"""exp of more is infinite in double precision."""
DRAWS = 2000
REMEMBERED = 512
"""Probes whose right values are kept: those of two assignments, for one seed."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A network and a batch on which it is judged. ``note`` describes it to the student.

    All submissions of a run share it: its arrays are made read-only.
    """

    kind: Architecture
    parameters: Parameters
    X: Array
    y: Array
    note: str

    def __post_init__(self) -> None:
        for array in (*self.parameters.weights, *self.parameters.biases, self.X, self.y):
            array.flags.writeable = False

    @property
    def sizes(self) -> list[int]:
        """The layer sizes, input first."""
        return self.parameters.sizes

    @property
    def depth(self) -> int:
        """The number of layers L."""
        return len(self.parameters.weights)

    def loss(self, arrays: Sequence[Array]) -> float:
        """The loss at other parameters, given as [W1, b1, W2, b2, ...]."""
        return float(loss(self.kind, from_named(arrays), self.X, self.y))

    def output(self, arrays: Sequence[Array]) -> Array:
        """A_L at other parameters."""
        return forward(self.kind, from_named(arrays), self.X)[f"A{self.depth}"]

    def trace(self) -> dict[str, Array]:
        """Every right quantity of the case, parameters and y included; read-only arrays."""
        return dict(_traced(self))


@lru_cache(maxsize=REMEMBERED)
def _traced(probe: Probe) -> dict[str, Array]:
    values = trace(probe.kind, probe.parameters, probe.X, probe.y)
    for array in values.values():
        array.flags.writeable = False
    return values


class NoProbeError(RuntimeError):
    """No acceptable case was drawn: the sizes asked for make one too unlikely."""


def draw_probe(
    rng: np.random.Generator,
    kind: Architecture,
    sizes: Sequence[int],
    samples: int,
    *,
    integers: bool = False,
    input_scale: float = 1.0,
) -> Probe:
    """Draw until a case keeps all the margins.

    ``integers``: X and y are integer arrays, as the lecture's XOR data are.
    ``input_scale``: X is so much larger and W1 so much smaller, which makes
    the gradient of W1 large and leaves all else as it was.
    """
    for _ in range(DRAWS):
        probe = _candidate(rng, kind, sizes, samples, integers=integers, scale=input_scale)
        if _keeps_margins(probe):
            return probe
    raise NoProbeError(
        f"no acceptable network {list(sizes)} with {samples} samples in {DRAWS} draws"
    )


def _candidate(
    rng: np.random.Generator,
    kind: Architecture,
    sizes: Sequence[int],
    samples: int,
    *,
    integers: bool,
    scale: float,
) -> Probe:
    if integers:
        X: Array = rng.integers(-3, 4, size=(samples, sizes[0]))
    else:
        X = rng.normal(size=(samples, sizes[0])) * scale
    weights = [rng.normal(size=(n, k)) * np.sqrt(1.5 / n) for n, k in pairwise(sizes)]
    weights[0] = weights[0] / scale
    biases = [0.3 * rng.normal(size=(1, k)) for k in sizes[1:]]
    parameters = Parameters(tuple(weights), tuple(biases))
    parameters = _bounded_logits(kind, parameters, X)
    y = _labels(rng, kind, samples, sizes[-1], integers=integers)
    return Probe(kind, parameters, X, y, describe(sizes, samples, integers, scale))


def _bounded_logits(kind: Architecture, parameters: Parameters, X: Array) -> Parameters:
    depth = len(parameters.weights)
    logits = forward(kind, parameters, X)[f"Z{depth}"]
    size = float(np.max(np.abs(logits)))
    if size <= LARGEST_LOGIT:
        return parameters
    shrink = LARGEST_LOGIT / size
    return Parameters(
        (*parameters.weights[:-1], parameters.weights[-1] * shrink),
        (*parameters.biases[:-1], parameters.biases[-1] * shrink),
    )


def _labels(
    rng: np.random.Generator, kind: Architecture, samples: int, outputs: int, *, integers: bool
) -> Array:
    if kind.output == "sigmoid":
        y: Array = rng.integers(0, 2, size=(samples, outputs))
        while samples >= 4 and np.any(np.ptp(y, axis=0) == 0):
            # With one class only, half of the loss is not seen.
            y = rng.integers(0, 2, size=(samples, outputs))
    else:
        y = np.eye(outputs, dtype=np.int64)[rng.integers(0, outputs, size=samples)]
    return y if integers else y.astype(np.float64)


def describe(sizes: Sequence[int], samples: int, integers: bool, scale: float) -> str:
    """The case in the student's words."""
    batch = "1 sample" if samples == 1 else f"{samples} samples"
    extra = ", integer X and y" if integers else ""
    extra += ", large inputs" if scale > 1 else ""
    return f"layer sizes {list(sizes)}, {batch}{extra}"


def _keeps_margins(probe: Probe) -> bool:
    values = probe.trace()
    hidden = [values[f"Z{layer}"] for layer in range(1, probe.depth)]
    if probe.kind.hidden == "relu" and not _away_from_kinks(hidden):
        return False
    for name in gradient_names(probe.depth):
        if float(np.max(np.abs(values[name]))) < SMALLEST_GRADIENT:
            return False
    if np.issubdtype(probe.X.dtype, np.integer) and not _errors_tell_apart(probe, values):
        return False
    return styles_agree(probe, values)


def _errors_tell_apart(probe: Probe, values: dict[str, Array]) -> bool:
    """Whether errors that were cut off to 0 are told from other zeros in the output's delta.

    Errors of the predicted classes would be 0 if all were right, and errors times relu'(Z_L)
    if all logits were negative.
    """
    z, a = values[f"Z{probe.depth}"], values[f"A{probe.depth}"]
    return bool(np.any(z > 0)) and bool(np.any((a > 0.5) != (probe.y > 0.5)))


def _away_from_kinks(hidden: Sequence[Array]) -> bool:
    for z in hidden:
        clear = float(np.min(np.abs(z))) >= KINK_MARGIN
        # A layer that is all on or all off would not show a wrong derivative.
        mixed = bool(np.any(z > 0)) and (z.size < 3 or bool(np.any(z < 0)))
        if not (clear and mixed):
            return False
    return True


def styles_agree(probe: Probe, values: dict[str, Array]) -> bool:
    """Whether float32 inside, and an epsilon of 1e-7 in the chain rule, stay far within bounds."""
    limit = GRADIENT / 5
    single = _single_precision(probe)
    guarded = _guarded(probe, values)
    return all(
        compare(other[name], values[name], limit).right
        for other in (single, guarded)
        for name in gradient_names(probe.depth)
    )


def _single_precision(probe: Probe) -> dict[str, Array]:
    parameters = Parameters(
        tuple(w.astype(np.float32) for w in probe.parameters.weights),
        tuple(b.astype(np.float32) for b in probe.parameters.biases),
    )
    values = forward(probe.kind, parameters, probe.X.astype(np.float32))
    return backward(probe.kind, parameters, values, probe.y.astype(np.float32))


def _guarded(probe: Probe, values: dict[str, Array]) -> dict[str, Array]:
    a, y = values[f"A{probe.depth}"], values["y"]
    if probe.kind.output == "sigmoid":
        delta = ((1 - y) / (1 - a + 1e-7) - y / (a + 1e-7)) * a * (1 - a)
    else:
        ratio = y / (a + 1e-7)
        delta = a * np.sum(ratio * a, axis=1, keepdims=True) - ratio * a
    shifted = {**values, f"A{probe.depth}": delta + y}
    return backward(probe.kind, probe.parameters, shifted, y)


def draw_saturated(
    rng: np.random.Generator, kind: Architecture, sizes: Sequence[int], samples: int
) -> Probe:
    """A network whose pre-activations go up to 1e4, each output clearly decided.

    With every last pre-activation (or lead of the largest logit) above 50 the
    outputs are 0 or 1 in any precision. Exponentials of a logit, of a first hidden tanh's
    pre-activation, and of their negatives where those are taken, overflow.
    """
    for _ in range(DRAWS):
        probe = _candidate(rng, kind, sizes, samples, integers=False, scale=1.0)
        first, *others = probe.parameters.weights[:-1]
        weights = [400.0 * first, *others]
        parameters = Parameters((*weights, probe.parameters.weights[-1]), probe.parameters.biases)
        values = forward(kind, parameters, probe.X)
        logits = values[f"Z{len(sizes) - 1}"]
        grown = 5e3 / float(np.max(np.abs(logits)))
        last = parameters.weights[-1] * grown
        parameters = Parameters((*weights, last), probe.parameters.biases)
        values = forward(kind, parameters, probe.X)
        if _decided(kind, values, len(sizes) - 1):
            note = f"layer sizes {list(sizes)}, pre-activations up to 1e4"
            return replace(probe, parameters=parameters, note=note)
    raise NoProbeError(f"no decided network {list(sizes)} in {DRAWS} draws")


def _decided(kind: Architecture, values: dict[str, Array], depth: int) -> bool:
    largest = max(float(np.max(np.abs(values[f"Z{layer}"]))) for layer in range(1, depth + 1))
    z = np.sort(values[f"Z{depth}"], axis=1)
    lead = np.min(np.abs(z)) if kind.output == "sigmoid" else np.min(z[:, -1] - z[:, -2])
    both_ways = [values["Z1"]] if kind.hidden == "tanh" else []
    both_ways += [z] if kind.output == "sigmoid" else []
    overflows = np.max(z) > OVERFLOWING and all(
        np.min(each) < -OVERFLOWING and np.max(each) > OVERFLOWING for each in both_ways
    )
    return largest <= 1e4 and float(lead) > 50 and bool(overflows)


@lru_cache(maxsize=REMEMBERED)
def one_sample(probe: Probe, row: int) -> Probe:
    """The same network on one sample of the batch."""
    rows = slice(row, row + 1)
    return replace(probe, X=probe.X[rows], y=probe.y[rows])
