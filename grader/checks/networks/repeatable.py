"""Calling again: another batch, a second backward, two networks side by side.

Everything is compared with what the student's own fresh network gives, so a
wrong formula costs nothing here; only what one call leaves behind for the
next does. The comparison is causal: the same call with and without the
earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array, constant_ratio
from grader.judgement.probes import Probe
from grader.judgement.tolerances import RESTORED
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.session import Later, Remote, Steps, Student, StudentFault

from ..behaviour import stays
from ..expect import Parts, unchanged
from .drive import (
    Setting,
    as_dict,
    built,
    gradients,
    lists_of,
    noted_parameters,
    read_parameters,
    set_up,
)

LOOK_AT = "what is kept between calls: the cache, buffers, += on attributes, copies"
Trial = Callable[[], None]
"""Judges what was noted before; raises Mismatch."""

SAME = 1e-9  # two runs of one program on the same numbers


def judge_repeatable(
    student: Student,
    make: Remote,
    probe: Probe,
    smaller: Probe,
    equal: tuple[Probe, Probe] | None = None,
) -> Judgement:
    """Judge with two probes of the same layer sizes; ``smaller`` has fewer samples.

    ``equal`` are two more such probes, of equal widths. They are used where the code raises on
    the others: that it does is charged in the check of the pass that raises.
    """
    try:
        return _judged(student, make, probe, smaller)
    except StudentFault as fault:
        if equal is None or fault.kind != "exception":
            raise
        return _judged(student, make, *equal)


def _judged(student: Student, make: Remote, probe: Probe, smaller: Probe) -> Judgement:
    alike = _with(probe, probe.X[::-1] * 1.5 + 0.25, 1 - probe.y)
    smaller = _with(probe, smaller.X, smaller.y)
    steps = Steps(make)
    first, again, other, less = (
        _Fresh.noted(steps, make, each) for each in (probe, probe, alike, smaller)
    )
    trials = (
        _side_by_side(steps, make, first, [alike, smaller]),
        _arguments_unchanged(steps, make, probe),
        _second_backward(steps, make, probe),
        _next_batches(steps, make, first, [other, less]),
        _results_stay(steps, make, probe, alike),
    )
    if not _same(again.gradients(), first.gradients()):
        raise _wrong("two equal networks get other gradients from one batch", None, "backward")
    if _same(other.gradients(), first.gradients()):
        raise _wrong("backward gives the same gradients for different batches", None, "backward")
    parts = Parts()
    for judge in trials:
        with parts.part():
            judge()
    return parts.judgement()


def _with(probe: Probe, X: Array, y: Array) -> Probe:
    """The same network on other data."""
    return Probe(probe.kind, probe.parameters, np.array(X), np.array(y), probe.note)


def _shown(returned: Later) -> dict[str, Array]:
    """The gradients that a backward pass gave."""
    return gradients(as_dict(returned.value))


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What a network that has done nothing before gives, by steps that may not be done yet."""

    probe: Probe
    setting: Setting
    returned: Later

    @classmethod
    def noted(cls, steps: Steps, make: Remote, probe: Probe) -> _Fresh:
        """Note both passes."""
        setting = _set_up_apart(steps, make, probe)
        steps.method(setting.network, "forward", probe.X)
        return cls(probe, setting, steps.method(setting.network, "backward", probe.y))

    def gradients(self) -> dict[str, Array]:
        """Its gradients; Mismatch if there are none."""
        built(self.setting)
        found = _shown(self.returned)
        if not found:
            raise Mismatch(Finding("backward returns no gradients to compare", LOOK_AT))
        return found


def _set_up_apart(steps: Steps, make: Remote, probe: Probe) -> Setting:
    """Note a new network, whatever becomes of those before."""
    steps.new_section()
    return set_up(steps, make, probe.parameters)


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


def _side_by_side(steps: Steps, make: Remote, alone: _Fresh, others: Sequence[Probe]) -> Trial:
    probe = alone.probe
    text = "a second network disturbs the first"
    noted = []
    for other in others:
        one, two = _set_up_apart(steps, make, probe), set_up(steps, make, other.parameters)
        first = steps.method(one.network, "forward", probe.X)
        second = steps.method(two.network, "forward", other.X)
        returned = steps.method(one.network, "backward", probe.y)
        noted.append(((one, two), (first, second), returned))

    def judge() -> None:
        for settings, forwards, returned in noted:
            for setting in settings:
                built(setting)
            for forward in forwards:
                _ = forward.value
            if not _same(_after(returned, text, "shared-instances"), alone.gradients()):
                raise _wrong(text, "shared-instances", "the class")

    return judge


def _second_backward(steps: Steps, make: Remote, probe: Probe) -> Trial:
    setting = _set_up_apart(steps, make, probe)
    steps.method(setting.network, "forward", probe.X)
    before = steps.attribute(setting.network, "cache")
    returned = steps.method(setting.network, "backward", probe.y)
    after = steps.attribute(setting.network, "cache")
    second = steps.method(setting.network, "backward", probe.y)

    def judge() -> None:
        network, one = built(setting), _shown(returned)
        touched = _touched(as_dict(before.value), as_dict(after.value))
        once_more = second
        if touched:
            text = f"backward changes the cache ({', '.join(touched[:3])})"
            if not _same(_after(second, text, "changed-in-place"), one):
                raise _wrong(text, "changed-in-place", "backward")
            once_more = Steps(network).method(network, "backward", probe.y)
        text = "a second backward after the same forward gives other gradients"
        again = _after(once_more, text, "consumed-cache")
        if not _same(again, one):
            bug = _leak(again, one, one) if _parameters_stay(network, probe) else None
            raise _wrong(text, bug, "backward")

    return judge


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


@dataclass(frozen=True, slots=True)
class _Second:
    """What a network gives for a batch after another one, by steps that may not be done yet."""

    setting: Setting
    before: Sequence[Later]
    returned: Later


def _next_batches(steps: Steps, make: Remote, first: _Fresh, others: Sequence[_Fresh]) -> Trial:
    """The last forward counts, whatever batch came before and whether backward was called."""
    noted = [
        (other, _after_first(steps, make, first.probe, other.probe, calls))
        for other in others
        for calls in (["forward", "backward"], ["forward"])
    ]

    def judge() -> None:
        for other, second in noted:
            _judge_second(second, other, first)

    return judge


def _after_first(
    steps: Steps, make: Remote, first: Probe, other: Probe, calls: Sequence[str]
) -> _Second:
    setting = _set_up_apart(steps, make, first)
    data = {"forward": first.X, "backward": first.y}
    before = [steps.method(setting.network, call, data[call]) for call in calls]
    steps.method(setting.network, "forward", other.X)
    return _Second(setting, before, steps.method(setting.network, "backward", other.y))


def _judge_second(second: _Second, fresh: _Fresh, first: _Fresh) -> None:
    expected, earlier = fresh.gradients(), first.gradients()
    text = (
        "on its second batch a network gives other gradients than a fresh one with the same "
        f"parameters (first {len(first.probe.X)}, then {len(fresh.probe.X)} samples)"
    )
    network = built(second.setting)
    for call in second.before:
        _ = call.value
    got = _after(second.returned, text, "stale-cache")
    if not _same(got, expected):
        # Where calls move the parameters, gradients differ without any leak.
        bug = _leak(got, expected, earlier) if _parameters_stay(network, fresh.probe) else None
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


def _arguments_unchanged(steps: Steps, make: Remote, probe: Probe) -> Trial:
    X, y = probe.X.astype(float), probe.y.astype(float)
    setting = _set_up_apart(steps, make, probe)
    before = noted_parameters(steps, setting.network)
    forward = steps.method(setting.network, "forward", X)
    after_forward = noted_parameters(steps, setting.network)
    backward = steps.method(setting.network, "backward", y)
    after_backward = noted_parameters(steps, setting.network)

    def judge() -> None:
        built(setting)
        start = lists_of(before)
        unchanged(forward.record.changed, "forward")
        _parameters_unchanged(start, lists_of(after_forward), "forward")
        unchanged(backward.record.changed, "backward")
        _parameters_unchanged(start, lists_of(after_backward), "backward")

    return judge


def _parameters_unchanged(
    before: tuple[list[object], list[object]], now: tuple[list[object], list[object]], name: str
) -> None:
    for label, old, new in zip(("weights", "biases"), before, now, strict=True):
        for layer, array in enumerate(old):
            expected = as_array(array)
            have = new[layer] if layer < len(new) else None
            if expected is not None and not agrees(have, expected, RESTORED):
                raise _wrong(f"{name} changes {label}[{layer}]", "changed-parameters", name)


def _results_stay(steps: Steps, make: Remote, probe: Probe, alike: Probe) -> Trial:
    setting = _set_up_apart(steps, make, probe)
    forward = _called_twice(steps, setting.network, "forward", [probe.X, alike.X])
    backward = _called_twice(steps, setting.network, "backward", [alike.y, probe.y])

    def judge() -> None:
        built(setting)
        for (before, after), name in ((forward, "forward"), (backward, "backward")):
            stays(before.value, after.value, name)

    return judge


def _called_twice(
    steps: Steps, network: Later, name: str, data: Sequence[Array]
) -> tuple[Later, Later]:
    """What the first call returned, as it is before and after the second."""
    kept = steps.method(network, name, data[0], keep=True)
    before = steps.read(kept)
    steps.method(network, name, data[1])
    return before, steps.read(kept)
