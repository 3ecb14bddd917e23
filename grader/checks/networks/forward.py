"""forward(X) and the cache: every Z and A, each from the student's own earlier values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array, compare
from grader.judgement.dense import forward_steps
from grader.judgement.derivation import StepVerdict, carry, walk
from grader.judgement.probes import Probe
from grader.judgement.tolerances import SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Finding, Judgement, Mismatch, combined, failed
from grader.judgement.written import row_formula
from grader.report.records import Json
from grader.session import Later, Remote, Steps, StudentFault

from ..faults import finding_of
from .cases import Case
from .drive import Setting, as_dict, built, set_up_apart
from .summing_up import WalkedCase, formula_evidence, judge_cases

Own = Callable[[Array], object]

EXTREME_WEIGHT = 0.1
LOOK_AT = "Lecture section 4, forward pass: Z_l = A_{l-1} @ W_l + b_l, A_l = act(Z_l)"


def judge_forward(
    make: Remote,
    cases: Sequence[Case],
    *,
    extreme: Probe,
    own_hidden: Own | None = None,
    own_output: Own | None = None,
) -> Judgement:
    """Judge the forward pass on all cases, and on one with huge pre-activations.

    ``own_hidden`` and ``own_output`` are the student's own activations where
    the exercise has them: what they give is right where the network uses it.
    """
    steps = Steps(make)
    passes = [_noted(steps, make, case.probe) for case in cases]
    at_last = _noted(steps, make, extreme)
    walked = []
    for case, noted in zip(cases, passes, strict=True):
        own: dict[int, Own | None] = dict.fromkeys(range(1, case.probe.depth), own_hidden)
        own[case.probe.depth] = own_output
        walked.append(_walk_case(case, noted, own))
    ordinary = judge_cases(walked, LOOK_AT)
    try:
        stable = _judge_extreme(extreme, at_last, ordinary, own_hidden, own_output)
        if any(v.kind == "output" and v.state == "wrong" for case in walked for v in case.verdicts):
            stable = _unnamed(stable)
    except StudentFault as fault:
        stable = failed(finding_of(fault, extreme.note))
    except Mismatch as mismatch:
        stable = failed(mismatch.finding)
    return combined([(1 - EXTREME_WEIGHT, ordinary), (EXTREME_WEIGHT, stable)])


@dataclass(frozen=True, slots=True)
class _NotedPass:
    """The forward pass of a new network, by steps that may not be done yet."""

    setting: Setting
    output: Later
    cache: Later


def _noted(steps: Steps, make: Remote, probe: Probe) -> _NotedPass:
    setting = set_up_apart(steps, make, probe.parameters)
    output = steps.method(setting.network, "forward", probe.X)
    return _NotedPass(setting, output, steps.attribute(setting.network, "cache"))


def _unnamed(judgement: Judgement) -> Judgement:
    """Without a diagnosis: an output function that is wrong anyway need not be an unstable one."""
    findings = tuple(replace(finding, diagnosis=None) for finding in judgement.findings)
    return replace(judgement, findings=findings)


def _judge_extreme(
    probe: Probe,
    noted: _NotedPass,
    ordinary: Judgement,
    own_hidden: Own | None,
    own_output: Own | None,
) -> Judgement:
    """Finite outputs for pre-activations up to 1e4; right ones from a forward that is right."""
    built(noted.setting)
    output = noted.output.value
    reference = probe.trace()
    want = reference[f"A{probe.depth}"]
    have = as_array(output)
    if have is not None and have.shape == want.shape and np.all(np.isfinite(have)):
        # Probabilities are measured against 1: all of these may be 0, and a clip of 1e-7 is right.
        near = bool(np.max(np.abs(have - want)) <= SINGLE_PRECISION_VALUE)
        if ordinary.strict_share < 1.0 or near:
            return Judgement(ordinary.share, ordinary.strict_share)
        found = Finding(f"the outputs are wrong for large numbers ({probe.note})", LOOK_AT)
        own_says = None if own_output is None else own_output(reference[f"Z{probe.depth}"])
        inherited = agrees(have, own_says, SINGLE_PRECISION_VALUE)
        return Judgement(1.0 if inherited else 0.0, 0.0, (found,))
    if have is None or have.shape != want.shape:
        return failed(Finding(f"forward returns no array of outputs ({probe.note})", LOOK_AT))
    cache = as_dict(noted.cache.value)
    hidden = all(_finite(cache.get(f"A{i}", 0.0)) for i in range(1, probe.depth))
    bug = f"unstable-{probe.kind.output}" if hidden else "unstable-tanh"
    if not hidden and probe.kind.hidden != "tanh":
        return failed(Finding(f"hidden values are not finite ({probe.note})", LOOK_AT))
    own, z = (own_output, f"Z{probe.depth}") if hidden else (own_hidden, "Z1")
    inherited = own is not None and not _finite(own(reference[z]))
    text = f"the outputs are not finite ({probe.note})"
    found = Finding(text, LOOK_AT, diagnose(bug, "forward"), {"case": probe.note})
    return Judgement(1.0 if inherited else 0.0, 0.0, (found,))


def _finite(value: object) -> bool:
    array = as_array(value)
    return array is not None and bool(np.all(np.isfinite(array)))


def _walk_case(case: Case, noted: _NotedPass, own: Mapping[int, Own | None]) -> WalkedCase:
    note = case.probe.note
    try:
        built(noted.setting)
        output, cache = noted.output.value, as_dict(noted.cache.value)
    except StudentFault as fault:
        return WalkedCase(case.weight, note, (), fault=finding_of(fault, note))
    except Mismatch as mismatch:
        return WalkedCase(case.weight, note, (), fault=mismatch.finding)
    verdicts = tuple(forward_verdicts(case, output, cache, own))
    return WalkedCase(case.weight, note, verdicts, details=partial(_details, case.probe))


def _details(probe: Probe, step: str) -> dict[str, Json]:
    return formula_evidence(row_formula(probe.kind, probe.depth, step))


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
    verdicts = [input_verdict(student, reference), *verdicts]
    # Returning what was made up is no achievement: some of it must have been computed.
    wrong = {verdict.kind for verdict in verdicts if verdict.state == "wrong"}
    computed = not {"Z", "output"} <= wrong
    return [*verdicts, _returned(probe.depth, output, student, reference, computed)]


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
    if agrees(student.get("A0"), reference["A0"], SINGLE_PRECISION_VALUE):
        return StepVerdict("A0", "Z", "right")
    comparison = compare(student.get("A0"), reference["A0"], SINGLE_PRECISION_VALUE)
    turned = agrees(student.get("A0"), reference["A0"].T, SINGLE_PRECISION_VALUE)
    names = frozenset({"transposed-input" if turned else "wrong-cache"})
    return StepVerdict("cache['A0']", "Z", "wrong", comparison, names)


def _returned(
    depth: int,
    output: object,
    student: dict[str, object],
    reference: dict[str, Array],
    computed: bool,
) -> StepVerdict:
    name = "the value that forward returns"
    last = f"A{depth}"
    if agrees(output, reference[last], SINGLE_PRECISION_VALUE):
        return StepVerdict(name, "returned", "right")
    comparison = compare(output, reference[last], SINGLE_PRECISION_VALUE)
    own = as_array(student.get(last))
    if computed and own is not None and agrees(output, own, SINGLE_PRECISION_VALUE):
        return StepVerdict(name, "returned", "follows")
    names = frozenset[str]()
    if as_array(output) is None:
        names = frozenset({"returns-nothing" if output is None else "wrong-return-type"})
    return StepVerdict(name, "returned", "wrong", comparison, names)
