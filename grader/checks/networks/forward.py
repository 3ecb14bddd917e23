"""forward(X) and the cache: every Z and A, each from the student's own earlier values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grader.judgement.comparing import Array, agrees, as_array, compare
from grader.judgement.dense import forward_steps
from grader.judgement.derivation import StepVerdict, carry, walk
from grader.judgement.tolerances import SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Judgement, Mismatch
from grader.session import Remote, StudentFault

from ..faults import finding_of
from .cases import Case
from .drive import as_dict, build
from .summing_up import WalkedCase, judge_cases

Own = Callable[[Array], object]

LOOK_AT = "Lecture section 4, forward pass: Z_l = A_{l-1} @ W_l + b_l, A_l = act(Z_l)"


def judge_forward(
    make: Remote,
    cases: Sequence[Case],
    *,
    own_hidden: Own | None = None,
    own_output: Own | None = None,
) -> Judgement:
    """Judge the forward pass on all cases.

    ``own_hidden`` and ``own_output`` are the student's own activations where
    the exercise has them: what they give is right where the network uses it.
    """
    walked = []
    for case in cases:
        own = {layer: own_hidden for layer in range(1, case.probe.depth)}
        own[case.probe.depth] = own_output
        walked.append(_walk_case(make, case, own))
    return judge_cases(walked, LOOK_AT)


def _walk_case(make: Remote, case: Case, own: Mapping[int, Own | None]) -> WalkedCase:
    note = case.probe.note
    try:
        network = build(make, case.probe)
        output = network.forward(case.probe.X)
        cache = as_dict(network.cache)
    except StudentFault as fault:
        return WalkedCase(case.weight, note, (), fault=finding_of(fault, note))
    except Mismatch as mismatch:
        return WalkedCase(case.weight, note, (), fault=mismatch.finding)
    return WalkedCase(case.weight, note, tuple(forward_verdicts(case, output, cache, own)))


def forward_verdicts(
    case: Case, output: object, cache: dict[object, object], own: Mapping[int, Own | None]
) -> list[StepVerdict]:
    """A verdict on 'A0', every Z and A of the cache, and on what forward returned."""
    probe = case.probe
    reference = probe.trace()
    steps = forward_steps(probe.kind, probe.depth)
    student = {name: cache[name] for name in cache if isinstance(name, str)}
    given = {**reference, **own_activations(student, reference, own)}
    verdicts = [
        must_be_cached(verdict)
        for verdict in walk(steps, student, reference, SINGLE_PRECISION_VALUE, given)
    ]
    returned = _returned(probe.depth, output, student, reference)
    return [input_verdict(student, reference), *verdicts, returned]


def own_activations(
    student: Mapping[str, object], reference: Mapping[str, Array], own: Mapping[int, Own | None]
) -> dict[str, Array]:
    """What the student's own activations make of the student's own Z, as 'own A1' and so on."""
    found: dict[str, Array] = {}
    for layer, function in own.items():
        shown = student.get(f"A{layer}")
        if function is None or agrees(shown, reference[f"A{layer}"], SINGLE_PRECISION_VALUE):
            continue
        z = carry(student.get(f"Z{layer}"), reference[f"Z{layer}"])
        try:
            value = as_array(function(z))
        except StudentFault:
            continue
        if value is not None and value.shape == z.shape:
            found[f"own A{layer}"] = value
    return found


def must_be_cached(verdict: StepVerdict) -> StepVerdict:
    """A quantity that the cache does not show is wrong: the cache is asked for."""
    if verdict.state != "unknown":
        return verdict
    missing = compare(None, np.zeros(1), 0.0)
    name = f"cache['{verdict.name}']"
    return StepVerdict(name, verdict.kind, "wrong", missing, frozenset({"wrong-cache"}))


def input_verdict(student: Mapping[str, object], reference: Mapping[str, Array]) -> StepVerdict:
    """Whether the cache keeps the input."""
    comparison = compare(student.get("A0"), reference["A0"], SINGLE_PRECISION_VALUE)
    if comparison.right:
        return StepVerdict("A0", "input", "right")
    return StepVerdict("cache['A0']", "input", "wrong", comparison, frozenset({"wrong-cache"}))


def _returned(
    depth: int, output: object, student: dict[str, object], reference: dict[str, Array]
) -> StepVerdict:
    name = "the value that forward returns"
    last = f"A{depth}"
    comparison = compare(output, reference[last], SINGLE_PRECISION_VALUE)
    if comparison.right:
        return StepVerdict(name, "returned", "right")
    own = as_array(student.get(last))
    if own is not None and agrees(output, own, SINGLE_PRECISION_VALUE):
        return StepVerdict(name, "returned", "follows")
    names = frozenset({"returns-nothing"} if output is None else ())
    return StepVerdict(name, "returned", "wrong", comparison, names)
