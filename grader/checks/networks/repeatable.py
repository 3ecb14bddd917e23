"""Calling again: another batch, a second backward, two networks side by side.

Everything is compared with what the student's own fresh network gives, so a
wrong formula costs nothing here; only what one call leaves behind for the
next does. The comparison is causal: the same call with and without the
earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array, constant_ratio
from grader.judgement.probes import Probe
from grader.judgement.tolerances import RESTORED
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.session import Remote, Student, StudentFault

from ..expect import Parts, unchanged
from .drive import as_dict, build, gradients, read_parameters

LOOK_AT = "Look at what is kept between calls: the cache, buffers, += on attributes, copies"
SAME = 1e-9  # two runs of one program on the same numbers


def judge_repeatable(student: Student, make: Remote, probe: Probe, smaller: Probe) -> Judgement:
    """Judge with two probes of the same layer sizes; ``smaller`` has fewer samples."""
    alike = _with(probe, probe.X[::-1] * 1.5 + 0.25, 1 - probe.y[::-1])
    smaller = _with(probe, smaller.X, smaller.y)
    if _same(_fresh(make, alike), _fresh(make, probe)):
        raise _wrong("backward gives the same gradients for different batches", None, "backward")
    parts = Parts()
    with parts.part():
        _side_by_side(make, probe, alike, smaller)
    with parts.part():
        _arguments_unchanged(student, make, probe)
    with parts.part():
        _second_backward(make, probe)
    with parts.part():
        _next_batch(make, probe, alike)
        _next_batch(make, probe, smaller)
    with parts.part():
        _results_stay(student, make, probe, alike)
    return parts.judgement()


def _with(probe: Probe, X: Array, y: Array) -> Probe:
    """The same network on other data."""
    return Probe(probe.kind, probe.parameters, np.array(X), np.array(y), probe.note)


def _backward(network: Remote, probe: Probe) -> dict[str, Array]:
    return gradients(as_dict(network.backward(probe.y)))


def _fresh(make: Remote, probe: Probe) -> dict[str, Array]:
    """What a network that has done nothing before gives."""
    network = build(make, probe)
    network.forward(probe.X)
    found = _backward(network, probe)
    if not found:
        raise Mismatch(Finding("backward returns no gradients to compare", LOOK_AT))
    return found


def _same(got: Mapping[str, Array], expected: Mapping[str, Array]) -> bool:
    return all(agrees(got.get(name), array, SAME) for name, array in expected.items())


def _wrong(text: str, bug: str | None, where: str) -> Mismatch:
    return Mismatch(Finding(text, LOOK_AT, None if bug is None else diagnose(bug, where)))


def _after(call: Callable[[], dict[str, Array]], text: str, bug: str) -> dict[str, Array]:
    """The result of a call that works on a fresh network: failing here is part of the mistake."""
    try:
        return call()
    except StudentFault as fault:
        if fault.kind != "exception":
            raise
        raise _wrong(f"{text} ({fault.text})", bug, "backward") from fault


def _side_by_side(make: Remote, probe: Probe, alike: Probe, smaller: Probe) -> None:
    expected = _fresh(make, probe)
    text = "a second network disturbs the first"
    for other in (alike, smaller):
        one, two = build(make, probe), build(make, other)
        one.forward(probe.X)
        two.forward(other.X)
        got = _after(lambda: _backward(one, probe), text, "shared-instances")  # noqa: B023
        if not _same(got, expected):
            raise _wrong(text, "shared-instances", "the class")


def _second_backward(make: Remote, probe: Probe) -> None:
    network = build(make, probe)
    network.forward(probe.X)
    before = as_dict(network.cache)
    one = _backward(network, probe)
    touched = _touched(before, as_dict(network.cache))
    if touched:
        text = f"backward changes the cache ({', '.join(touched[:3])})"
        again = _after(lambda: _backward(network, probe), text, "changed-in-place")
        if not _same(again, one):
            raise _wrong(text, "changed-in-place", "backward")
    text = "a second backward after the same forward gives other gradients"
    again = _after(lambda: _backward(network, probe), text, "consumed-cache")
    if not _same(again, one):
        raise _wrong(text, _leak(again, one, one), "backward")


def _touched(before: dict[object, object], after: dict[object, object]) -> list[str]:
    """The arrays of the cache that are gone or changed."""
    found = []
    for name, value in before.items():
        array = as_array(value)
        if isinstance(name, str) and array is not None:
            now = as_array(after.get(name))
            if now is None or not np.array_equal(now, array, equal_nan=True):
                found.append(name)
    return found


def _next_batch(make: Remote, probe: Probe, other: Probe) -> None:
    """The last forward counts, whatever batch came before and whether backward was called."""
    expected, earlier = _fresh(make, other), _fresh(make, probe)
    text = (
        "on its second batch a network gives other gradients than a fresh one with the same "
        f"parameters (first {len(probe.X)}, then {len(other.X)} samples)"
    )
    for first_backward in (True, False):
        network = build(make, probe)
        network.forward(probe.X)
        if first_backward:
            network.backward(probe.y)

        def second(network: Remote = network) -> dict[str, Array]:
            network.forward(other.X)
            return _backward(network, other)

        got = _after(second, text, "stale-cache")
        if not _same(got, expected):
            raise _wrong(text, _leak(got, expected, earlier), "backward")


def _leak(
    got: Mapping[str, Array], expected: Mapping[str, Array], earlier: Mapping[str, Array]
) -> str:
    """Something of an earlier call is in the result: added to it, or in place of it."""
    changed = [n for n, array in expected.items() if not agrees(got.get(n), array, SAME)]
    added = all(
        n in got
        and n in earlier
        and got[n].shape == expected[n].shape == earlier[n].shape
        and constant_ratio(got[n] - expected[n], earlier[n]) is not None
        for n in changed
    )
    return "accumulated-gradients" if added else "stale-cache"


def _arguments_unchanged(student: Student, make: Remote, probe: Probe) -> None:
    _fresh(make, probe)
    network = build(make, probe)
    X, y = probe.X.astype(float), probe.y.astype(float)
    before = read_parameters(network)
    network.forward(X)
    unchanged(student.last.changed, "forward")
    _parameters_unchanged(network, before, "forward")
    network.backward(y)
    unchanged(student.last.changed, "backward")
    _parameters_unchanged(network, before, "backward")


def _parameters_unchanged(
    network: Remote, before: tuple[list[object], list[object]], name: str
) -> None:
    now = read_parameters(network)
    for label, old, new in zip(("weights", "biases"), before, now, strict=True):
        for layer, array in enumerate(old):
            expected = as_array(array)
            have = new[layer] if layer < len(new) else None
            if expected is not None and not agrees(have, expected, RESTORED):
                raise _wrong(f"{name} changes {label}[{layer}]", "changed-parameters", name)


def _results_stay(student: Student, make: Remote, probe: Probe, alike: Probe) -> None:
    network = build(make, probe)
    _stays(student, network.forward, [probe.X, alike.X], "forward")
    _stays(student, network.backward, [alike.y, probe.y], "backward")


def _stays(student: Student, function: Remote, data: Sequence[Array], name: str) -> None:
    kept = student.keep(function, data[0])
    before = _numbers(student.read(kept))
    if not before or not any(np.any(array) for array in before):
        raise _wrong(f"{name} returns nothing to keep", None, name)
    function(data[1])
    after = _numbers(student.read(kept))
    same = len(before) == len(after) and all(
        np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True)
    )
    if not same:
        text = f"what {name} returned is changed by the next call of {name}"
        raise _wrong(text, "aliased-results", name)


def _numbers(value: object) -> list[Array]:
    values = value.values() if isinstance(value, dict) else [value]
    return [array for array in map(as_array, values) if array is not None]
