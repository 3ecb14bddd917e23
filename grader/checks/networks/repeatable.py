"""Calling again: another batch, a second backward, two networks side by side.

Everything is compared with what the student's own fresh network gives, so a
wrong formula costs nothing here; only what one call leaves behind for the
next does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array
from grader.judgement.probes import Probe
from grader.judgement.tolerances import RESTORED, SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.session import Remote, Student

from ..expect import Parts, unchanged
from .drive import as_dict, build, gradients, read_parameters

LOOK_AT = "Look at what is kept between calls: the cache, buffers, += on attributes, copies"
SAME = 1e-9  # two runs of one program on the same numbers


def judge_repeatable(student: Student, make: Remote, first: Probe, second: Probe) -> Judgement:
    """Judge with two probes of the same sizes; the batches must differ in size."""
    parts = Parts()
    for judge in (
        _second_backward,
        _next_batch,
        _arguments_unchanged,
        _results_stay,
        _side_by_side,
    ):
        with parts.part():
            judge(student, make, first, second)
    return parts.judgement()


def _fresh(make: Remote, probe: Probe) -> dict[str, Array]:
    """What a network that has done nothing before gives."""
    network = build(make, probe)
    network.forward(probe.X)
    found = gradients(as_dict(network.backward(probe.y)))
    if not found:
        raise Mismatch(Finding("backward returns no gradients to compare", LOOK_AT))
    return found


def _compare(
    got: object, expected: Mapping[str, Array], text: str, wrong: Mapping[str, Mapping[str, Array]]
) -> None:
    have = gradients(as_dict(got))
    if all(agrees(have.get(name), array, SAME) for name, array in expected.items()):
        return
    names = [bug for bug, values in wrong.items() if _all_agree(have, values)]
    diagnosis = diagnose(names[0], "backward") if len(names) == 1 else None
    raise Mismatch(Finding(text, LOOK_AT, diagnosis))


def _all_agree(have: Mapping[str, Array], values: Mapping[str, Array]) -> bool:
    return bool(values) and all(agrees(have.get(name), v, SAME) for name, v in values.items())


def _second_backward(student: Student, make: Remote, first: Probe, second: Probe) -> None:
    network = build(make, first)
    network.forward(first.X)
    one = gradients(as_dict(network.backward(first.y)))
    twice = {name: 2 * array for name, array in one.items()}
    _compare(
        network.backward(first.y),
        one,
        "a second backward after the same forward gives other gradients",
        {"accumulated-gradients": twice},
    )


def _next_batch(student: Student, make: Remote, first: Probe, second: Probe) -> None:
    second = _with_parameters_of(first, second)
    expected, earlier = _fresh(make, second), _fresh(make, first)
    network = build(make, first)
    network.forward(first.X)
    network.backward(first.y)
    network.forward(second.X)
    total = {n: expected[n] + earlier[n] for n in expected if n in earlier
             and expected[n].shape == earlier[n].shape}
    _compare(
        network.backward(second.y),
        expected,
        "on its second batch a network gives other gradients than a fresh one with the same "
        f"parameters (first {len(first.X)}, then {len(second.X)} samples)",
        {"accumulated-gradients": total, "stale-cache": earlier},
    )
    _last_forward_counts(make, first, second, expected, earlier)


def _last_forward_counts(
    make: Remote,
    first: Probe,
    second: Probe,
    expected: Mapping[str, Array],
    earlier: Mapping[str, Array],
) -> None:
    network = build(make, first)
    network.forward(first.X)
    network.forward(second.X)
    _compare(
        network.backward(second.y),
        expected,
        "after two forward passes, backward does not belong to the last one",
        {"stale-cache": earlier},
    )


def _with_parameters_of(first: Probe, second: Probe) -> Probe:
    return Probe(first.kind, first.parameters, second.X, second.y, second.note)


def _arguments_unchanged(student: Student, make: Remote, first: Probe, second: Probe) -> None:
    network = build(make, first)
    before = read_parameters(network)
    network.forward(first.X)
    unchanged(student.last.changed, "forward")
    _parameters_unchanged(network, before, "forward")
    network.backward(first.y)
    unchanged(student.last.changed, "backward")
    _parameters_unchanged(network, before, "backward")


def _parameters_unchanged(
    network: Remote, before: tuple[list[object], list[object]], name: str
) -> None:
    for label, old, new in zip(("weights", "biases"), before, read_parameters(network),
                               strict=True):
        for layer, array in enumerate(old):
            expected = as_array(array)
            have = new[layer] if layer < len(new) else None
            if expected is not None and not agrees(have, expected, RESTORED):
                text = f"{name} changes {label}[{layer}]"
                diagnosis = diagnose("changed-parameters", name)
                raise Mismatch(Finding(text, LOOK_AT, diagnosis))


def _results_stay(student: Student, make: Remote, first: Probe, second: Probe) -> None:
    network = build(make, first)
    flipped = first.X[::-1].copy()
    _stays(student, network.forward, first.X, flipped, "forward")
    _stays(student, network.backward, first.y, first.y[::-1].copy(), "backward")


def _stays(student: Student, function: Remote, one: Array, other: Array, name: str) -> None:
    kept = student.keep(function, one)
    before = _numbers(student.read(kept))
    function(other)
    after = _numbers(student.read(kept))
    same = len(before) == len(after) and all(
        np.array_equal(a, b) for a, b in zip(before, after, strict=True)
    )
    if not same:
        text = f"what {name} returned is changed by the next call of {name}"
        raise Mismatch(Finding(text, LOOK_AT, diagnose("aliased-results", name)))


def _numbers(value: object) -> list[Array]:
    values = value.values() if isinstance(value, dict) else [value]
    return [array for array in map(as_array, values) if array is not None]


def _side_by_side(student: Student, make: Remote, first: Probe, second: Probe) -> None:
    expected = _fresh(make, first)
    one = build(make, first)
    output = as_array(one.forward(first.X))
    other = build(make, second)
    other.forward(second.X)
    text = "a second network disturbs the first"
    wrong: dict[str, Mapping[str, Array]] = {}
    look = Finding(text, LOOK_AT, diagnose("shared-instances", "the class"))
    if output is None or not agrees(one.forward(first.X), output, SINGLE_PRECISION_VALUE):
        raise Mismatch(look)
    other.forward(second.X)
    other.backward(second.y)
    try:
        _compare(one.backward(first.y), expected, text, wrong)
    except Mismatch as mismatch:
        raise Mismatch(look) from mismatch


