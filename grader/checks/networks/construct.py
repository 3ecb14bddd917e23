"""A new network: its shapes, its random weights, its zero biases, its independence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, as_array
from grader.judgement.verdicts import Finding, Judgement, Mismatch, shape_text
from grader.session import Later, Remote, Steps

from ..expect import Parts
from .drive import as_list, lists_of, noted_parameters

LOOK_AT = "Lecture section 4, the constructor: random weights, zero biases, one pair per layer"
# The exercise says 1e-4 to 3; a sample's spread may miss that by chance.
SMALLEST_SPREAD, LARGEST_SPREAD = 0.5e-4, 4.5
WRITTEN = 7.5
"""No parameter is this at the start."""

_Parameters = tuple[list[Array], list[Array]]


@dataclass(frozen=True, slots=True)
class _New:
    """A network that is to be made, and the weights and biases that it will have."""

    network: Later
    parameters: tuple[Later, Later]


def judge_construct(make: Remote, several: Sequence[Sequence[int]]) -> Judgement:
    """Judge networks of the given layer sizes by what the exercise says of new ones."""
    steps = Steps(make)
    first = several[0]
    noted = [(_noted(steps, make, sizes), _noted(steps, make, first)) for sizes in several]
    independent = _independent(steps, *noted[0], first)
    parts = Parts()
    built: list[_Parameters] = []
    alike: list[_Parameters] = []
    with parts.part(2):
        for sizes, (one, again) in zip(several, noted, strict=True):
            built.append(_shaped(one, sizes))
            alike.append(_shaped_again(again, first))
    if not built:
        return parts.judgement()
    for judge in (_random_weights, _zero_biases):
        with parts.part(1):
            for weights, biases in built:
                judge(weights, biases)
    with parts.part(1):
        independent()
    judgement = parts.judgement()
    if judgement.share < 1 or not _same_start(alike):
        return judgement
    remark = "every new network starts with the same weights: is there a fixed seed?"
    return Judgement(judgement.share, judgement.strict_share, judgement.findings, (remark,))


def _noted(steps: Steps, make: Remote, sizes: Sequence[int]) -> _New:
    """Note that a network is to be made and its parameters to be read."""
    steps.new_section()
    network = steps.construct(make, list(sizes))
    return _New(network, noted_parameters(steps, network))


def _shaped(new: _New, sizes: Sequence[int]) -> _Parameters:
    _ = new.network.value
    weights, biases = lists_of(new.parameters)
    pairs = list(pairwise(sizes))
    wanted = (
        ("weights", weights, pairs),
        ("biases", biases, [(1, k) for _, k in pairs]),
    )
    found: list[list[Array]] = []
    for label, got, shapes in wanted:
        if len(got) != len(shapes):
            text = (
                f"{label} should be a list of {len(shapes)} arrays for layer sizes {list(sizes)}, "
                f"found {len(got)}"
            )
            raise Mismatch(Finding(text, LOOK_AT, diagnose("wrong-shape", label)))
        found.append(
            [
                _one(f"{label}[{i}]", value, shape, sizes)
                for i, (value, shape) in enumerate(zip(got, shapes, strict=True))
            ]
        )
    return found[0], found[1]


def _shaped_again(new: _New, sizes: Sequence[int]) -> _Parameters:
    """A second network of the first sizes has the same shapes, or they share something."""
    try:
        return _shaped(new, sizes)
    except Mismatch as mismatch:
        text = f"a second network is not like the first: {mismatch.finding.message}"
        raise _bug("shared-instances", "the class", text) from mismatch


def _one(name: str, value: object, shape: tuple[int, int], sizes: Sequence[int]) -> Array:
    array = as_array(value)
    if array is None:
        raise Mismatch(Finding(f"{name} is not an array of numbers", LOOK_AT))
    if array.shape != shape:
        text = (
            f"{name} has shape {shape_text(array.shape)}, expected {shape_text(shape)} "
            f"for layer sizes {list(sizes)}"
        )
        evidence = {"expected_shape": list(shape), "got_shape": list(array.shape)}
        raise Mismatch(Finding(text, LOOK_AT, diagnose("wrong-shape", name), evidence))
    if not np.all(np.isfinite(array)):
        raise Mismatch(Finding(f"{name} is not finite", LOOK_AT))
    return array


def _random_weights(weights: list[Array], biases: list[Array]) -> None:
    for layer, weight in enumerate(weights):
        name = f"weights[{layer}]"
        if not np.any(weight):
            raise _bug("zero-initialisation", name, f"{name} starts at zero")
        if weight.size > 1 and np.ptp(weight) == 0:
            raise _bug("symmetric-initialisation", name, f"all entries of {name} are equal")
        columns = {column.tobytes() for column in weight.T}
        if len(columns) < weight.shape[1]:
            raise _bug("symmetric-initialisation", name, f"two units of {name} start alike")
    spread = float(np.sqrt(np.mean(np.concatenate([w.ravel() for w in weights]) ** 2)))
    if spread > LARGEST_SPREAD:
        raise _bug("scale-too-large", "weights", f"the weights are about {spread:.3g} in size")
    if spread < SMALLEST_SPREAD:
        raise _bug("scale-too-small", "weights", f"the weights are about {spread:.3g} in size")


def _zero_biases(weights: list[Array], biases: list[Array]) -> None:
    for layer, bias in enumerate(biases):
        if np.any(bias):
            name = f"biases[{layer}]"
            raise _bug("nonzero-biases", name, f"{name} is not zero at the start")


def _independent(steps: Steps, one: _New, other: _New, sizes: Sequence[int]) -> Callable[[], None]:
    """Note that one network is to be written into; the other of these sizes stays as it was."""
    pairs = list(pairwise(sizes))
    noted = []
    for label, shapes, before in zip(
        ("weights", "biases"), (pairs, [(1, k) for _, k in pairs]), other.parameters, strict=True
    ):
        steps.new_section()
        for layer, shape in enumerate(shapes):
            steps.write(one.network, label, layer, values=np.full(shape, WRITTEN))
        noted.append((label, before, steps.attribute(other.network, label)))

    def judge() -> None:
        for label, before, after in noted:
            for was, now in zip_longest(as_list(before.value), as_list(after.value)):
                array, have = as_array(was), as_array(now)
                if array is not None and (have is None or not np.array_equal(have, array)):
                    text = f"two networks share their {label}: writing into one changes the other"
                    raise _bug("shared-instances", label, text)

    return judge


def _same_start(alike: Sequence[_Parameters]) -> bool:
    """Whether networks of the same sizes all have the weights of the first."""
    first, *others = [weights for weights, _ in alike]
    pairs = [pair for weights in others for pair in zip(first, weights, strict=True)]
    return all(np.array_equal(one, other) for one, other in pairs)


def _bug(bug: str, where: str, text: str) -> Mismatch:
    return Mismatch(Finding(text, LOOK_AT, diagnose(bug, where)))
