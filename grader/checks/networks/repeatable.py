"""Calling again: another batch, a second backward, two networks side by side.

Everything is compared with what the student's own fresh network gives, so a
wrong formula costs nothing here; only what one call leaves behind for the
next does. The comparison is causal: the same call with and without the
earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array, constant_ratio
from grader.judgement.probes import Probe
from grader.judgement.tolerances import RESTORED
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.session import Later, Remote, Steps, Student, StudentFault

from ..behaviour import stays
from ..expect import Parts, unchanged
from .drive import as_dict, built, gradients, lists_of, noted_parameters, read_parameters, set_up

LOOK_AT = "what is kept between calls: the cache, buffers, += on attributes, copies"
SAME = 1e-9  # two runs of one program on the same numbers


def judge_repeatable(student: Student, make: Remote, probe: Probe, smaller: Probe) -> Judgement:
    """Judge with two probes of the same layer sizes; ``smaller`` has fewer samples."""
    alike = _with(probe, probe.X[::-1] * 1.5 + 0.25, 1 - probe.y[::-1])
    smaller = _with(probe, smaller.X, smaller.y)
    first = _fresh(make, probe)
    if not _same(_fresh(make, probe), first):
        raise _wrong("two equal networks get other gradients from one batch", None, "backward")
    if _same(_fresh(make, alike), first):
        raise _wrong("backward gives the same gradients for different batches", None, "backward")
    parts = Parts()
    with parts.part():
        _side_by_side(make, probe, alike, smaller)
    with parts.part():
        _arguments_unchanged(make, probe)
    with parts.part():
        _second_backward(make, probe)
    with parts.part():
        _next_batch(make, probe, alike)
        _next_batch(make, probe, smaller)
    with parts.part():
        _results_stay(make, probe, alike)
    return parts.judgement()


def _with(probe: Probe, X: Array, y: Array) -> Probe:
    """The same network on other data."""
    return Probe(probe.kind, probe.parameters, np.array(X), np.array(y), probe.note)


def _shown(returned: Later) -> dict[str, Array]:
    """The gradients that a backward pass gave."""
    return gradients(as_dict(returned.value))


def _fresh(make: Remote, probe: Probe) -> dict[str, Array]:
    """What a network that has done nothing before gives."""
    steps = Steps(make)
    setting = set_up(steps, make, probe)
    steps.method(setting.network, "forward", probe.X)
    returned = steps.method(setting.network, "backward", probe.y)
    built(setting)
    found = _shown(returned)
    if not found:
        raise Mismatch(Finding("backward returns no gradients to compare", LOOK_AT))
    return found


def _same(got: Mapping[str, Array], expected: Mapping[str, Array]) -> bool:
    return all(agrees(got.get(name), array, SAME) for name, array in expected.items())


def _wrong(text: str, bug: str | None, where: str) -> Mismatch:
    return Mismatch(Finding(text, LOOK_AT, None if bug is None else diagnose(bug, where)))


def _after(returned: Later, text: str, bug: str) -> dict[str, Array]:
    """The result of a call that works on a fresh network: failing here is part of the mistake."""
    try:
        return _shown(returned)
    except StudentFault as fault:
        if fault.kind != "exception":
            raise
        raise _wrong(f"{text} ({fault.text})", bug, "backward") from fault


def _side_by_side(make: Remote, probe: Probe, alike: Probe, smaller: Probe) -> None:
    expected = _fresh(make, probe)
    text = "a second network disturbs the first"
    for other in (alike, smaller):
        steps = Steps(make)
        one, two = set_up(steps, make, probe), set_up(steps, make, other)
        first = steps.method(one.network, "forward", probe.X)
        second = steps.method(two.network, "forward", other.X)
        returned = steps.method(one.network, "backward", probe.y)
        for setting in (one, two):
            built(setting)
        for forward in (first, second):
            _ = forward.value
        got = _after(returned, text, "shared-instances")
        if not _same(got, expected):
            raise _wrong(text, "shared-instances", "the class")


def _second_backward(make: Remote, probe: Probe) -> None:
    steps = Steps(make)
    setting = set_up(steps, make, probe)
    steps.method(setting.network, "forward", probe.X)
    before = steps.attribute(setting.network, "cache")
    returned = steps.method(setting.network, "backward", probe.y)
    after = steps.attribute(setting.network, "cache")
    second = steps.method(setting.network, "backward", probe.y)
    network, one = built(setting), _shown(returned)
    touched = _touched(as_dict(before.value), as_dict(after.value))
    if touched:
        text = f"backward changes the cache ({', '.join(touched[:3])})"
        again = _after(second, text, "changed-in-place")
        if not _same(again, one):
            raise _wrong(text, "changed-in-place", "backward")
        second = Steps(network).method(network, "backward", probe.y)
    text = "a second backward after the same forward gives other gradients"
    again = _after(second, text, "consumed-cache")
    if not _same(again, one):
        bug = _leak(again, one, one) if _parameters_stay(network, probe) else None
        raise _wrong(text, bug, "backward")


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
        steps = Steps(make)
        setting = set_up(steps, make, probe)
        before = [steps.method(setting.network, "forward", probe.X)]
        if first_backward:
            before.append(steps.method(setting.network, "backward", probe.y))
        steps.method(setting.network, "forward", other.X)
        returned = steps.method(setting.network, "backward", other.y)
        network = built(setting)
        for call in before:
            _ = call.value
        got = _after(returned, text, "stale-cache")
        if not _same(got, expected):
            # Where calls move the parameters, gradients differ without any leak.
            bug = _leak(got, expected, earlier) if _parameters_stay(network, other) else None
            raise _wrong(text, bug, "backward")


def _parameters_stay(network: Remote, probe: Probe) -> bool:
    pairs = zip(
        read_parameters(network),
        (probe.parameters.weights, probe.parameters.biases),
        strict=True,
    )
    return all(
        agrees(have, want, SAME)
        for got, expected in pairs
        for have, want in zip(got, expected, strict=False)
    )


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


def _arguments_unchanged(make: Remote, probe: Probe) -> None:
    _fresh(make, probe)
    X, y = probe.X.astype(float), probe.y.astype(float)
    steps = Steps(make)
    setting = set_up(steps, make, probe)
    before = noted_parameters(steps, setting.network)
    forward = steps.method(setting.network, "forward", X)
    after_forward = noted_parameters(steps, setting.network)
    backward = steps.method(setting.network, "backward", y)
    after_backward = noted_parameters(steps, setting.network)
    built(setting)
    start = lists_of(before)
    unchanged(forward.record.changed, "forward")
    _parameters_unchanged(start, lists_of(after_forward), "forward")
    unchanged(backward.record.changed, "backward")
    _parameters_unchanged(start, lists_of(after_backward), "backward")


def _parameters_unchanged(
    before: tuple[list[object], list[object]], now: tuple[list[object], list[object]], name: str
) -> None:
    for label, old, new in zip(("weights", "biases"), before, now, strict=True):
        for layer, array in enumerate(old):
            expected = as_array(array)
            have = new[layer] if layer < len(new) else None
            if expected is not None and not agrees(have, expected, RESTORED):
                raise _wrong(f"{name} changes {label}[{layer}]", "changed-parameters", name)


def _results_stay(make: Remote, probe: Probe, alike: Probe) -> None:
    steps = Steps(make)
    setting = set_up(steps, make, probe)
    forward = _called_twice(steps, setting.network, "forward", [probe.X, alike.X])
    backward = _called_twice(steps, setting.network, "backward", [alike.y, probe.y])
    built(setting)
    for (before, after), name in ((forward, "forward"), (backward, "backward")):
        stays(before.value, after.value, name)


def _called_twice(
    steps: Steps, network: Later, name: str, data: Sequence[Array]
) -> tuple[Later, Later]:
    """What the first call returned, as it is before and after the second."""
    kept = steps.method(network, name, data[0], keep=True)
    before = steps.read(kept)
    steps.method(network, name, data[1])
    return before, steps.read(kept)
