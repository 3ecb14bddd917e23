"""Calling again: another batch, a second backward, two networks side by side.

Everything is compared with what the student's own fresh network gives, so a
wrong formula costs nothing here; only what one call leaves behind for the
next does. The comparison is causal: the same call with and without the
earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

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
    set_up_apart,
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
    first, other, less = (_Fresh.noted(steps, make, each) for each in (probe, alike, smaller))
    side_by_side = _side_by_side(steps, make, first, [alike, smaller])
    again, arguments_unchanged = _arguments_unchanged(steps, make, probe)
    second_backward = _second_backward(steps, make, probe)
    to_other, to_less = _one_after_another(steps, make, [first, other, less])
    skipped_to_other, results_stay = _results_stay(steps, make, first, other)
    skipped_to_less = _without_backward(steps, make, first, less)
    next_batches = [to_other, skipped_to_other, to_less, skipped_to_less]
    trials = (
        side_by_side,
        arguments_unchanged,
        second_backward,
        partial(_judge_next, next_batches),
        results_stay,
    )
    if not _same(again.gradients, first.gradients):
        raise _wrong("two equal networks get other gradients from one batch", None, "backward")
    if _same(other.gradients, first.gradients):
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


@dataclass(frozen=True)
class _Fresh:
    """What a network that has done nothing before gives, by steps that may not be done yet."""

    probe: Probe
    setting: Setting
    returned: Later

    @classmethod
    def noted(cls, steps: Steps, make: Remote, probe: Probe) -> _Fresh:
        """Note both passes."""
        setting = set_up_apart(steps, make, probe.parameters)
        steps.method(setting.network, "forward", probe.X)
        return cls(probe, setting, steps.method(setting.network, "backward", probe.y))

    @cached_property
    def gradients(self) -> dict[str, Array]:
        """Its gradients; Mismatch if there are none."""
        built(self.setting)
        found = _shown(self.returned)
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


def _side_by_side(steps: Steps, make: Remote, alone: _Fresh, others: Sequence[Probe]) -> Trial:
    probe = alone.probe
    text = "a second network disturbs the first"
    noted = []
    for other in others:
        one, two = (
            set_up_apart(steps, make, probe.parameters),
            set_up(steps, make, other.parameters),
        )
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
            if not _same(_after(returned, text, "shared-instances"), alone.gradients):
                raise _wrong(text, "shared-instances", "the class")

    return judge


def _second_backward(steps: Steps, make: Remote, probe: Probe) -> Trial:
    setting = set_up_apart(steps, make, probe.parameters)
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
class _Next:
    """What a network gives for a batch after others, by steps that may not be done yet."""

    setting: Setting
    before: Sequence[Later]
    returned: Later
    earlier: _Fresh
    fresh: _Fresh


def _one_after_another(steps: Steps, make: Remote, batches: Sequence[_Fresh]) -> list[_Next]:
    """Every batch but the first after those before it, each with both of its passes."""
    setting = set_up_apart(steps, make, batches[0].probe.parameters)
    noted: list[_Next] = []
    passes: list[Later] = []
    for number, fresh in enumerate(batches):
        forward = steps.method(setting.network, "forward", fresh.probe.X)
        backward = steps.method(setting.network, "backward", fresh.probe.y)
        if number:
            noted.append(_Next(setting, tuple(passes), backward, batches[number - 1], fresh))
        passes += [forward, backward]
    return noted


def _without_backward(steps: Steps, make: Remote, first: _Fresh, fresh: _Fresh) -> _Next:
    """A batch after one whose backward pass was left out."""
    setting = set_up_apart(steps, make, first.probe.parameters)
    before = steps.method(setting.network, "forward", first.probe.X)
    steps.method(setting.network, "forward", fresh.probe.X)
    returned = steps.method(setting.network, "backward", fresh.probe.y)
    return _Next(setting, [before], returned, first, fresh)


def _judge_next(noted: Sequence[_Next]) -> None:
    """The last forward counts, whatever batch came before and whether backward was called."""
    for each in noted:
        _judge_one_next(each)


def _judge_one_next(noted: _Next) -> None:
    fresh, earlier = noted.fresh, noted.earlier
    text = (
        "on its second batch a network gives other gradients than a fresh one with the same "
        f"parameters (first {len(earlier.probe.X)}, then {len(fresh.probe.X)} samples)"
    )
    network = built(noted.setting)
    for call in noted.before:
        _ = call.value
    expected, got = fresh.gradients, _after(noted.returned, text, "stale-cache")
    if not _same(got, expected):
        # Where calls move the parameters, gradients differ without any leak.
        stay = _parameters_stay(network, fresh.probe)
        bug = _leak(got, expected, earlier.gradients) if stay else None
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


def _arguments_unchanged(steps: Steps, make: Remote, probe: Probe) -> tuple[_Fresh, Trial]:
    """What a new network gives, and whether its calls change what they are given."""
    X, y = probe.X.astype(float), probe.y.astype(float)
    setting = set_up_apart(steps, make, probe.parameters)
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

    return _Fresh(probe, setting, backward), judge


def _parameters_unchanged(
    before: tuple[list[object], list[object]], now: tuple[list[object], list[object]], name: str
) -> None:
    for label, old, new in zip(("weights", "biases"), before, now, strict=True):
        for layer, array in enumerate(old):
            expected = as_array(array)
            have = new[layer] if layer < len(new) else None
            if expected is not None and not agrees(have, expected, RESTORED):
                raise _wrong(f"{name} changes {label}[{layer}]", "changed-parameters", name)


def _results_stay(steps: Steps, make: Remote, first: _Fresh, other: _Fresh) -> tuple[_Next, Trial]:
    """As _without_backward, and whether what was returned is still the same after more calls."""
    probe, alike = first.probe, other.probe
    setting = set_up_apart(steps, make, probe.parameters)
    forward = _called_twice(steps, setting.network, "forward", [probe.X, alike.X])
    backward = _called_twice(steps, setting.network, "backward", [alike.y, probe.y])

    def judge() -> None:
        built(setting)
        for (before, after), name in ((forward, "forward"), (backward, "backward")):
            stays(before.value, after.value, name)

    return _Next(setting, forward[:1], backward[0], first, other), judge


def _called_twice(
    steps: Steps, network: Later, name: str, data: Sequence[Array]
) -> tuple[Later, Later]:
    """What the first call returned, as it is before and after the second."""
    kept = steps.method(network, name, data[0], keep=True)
    before = steps.read(kept)
    steps.method(network, name, data[1])
    return before, steps.read(kept)
