"""The two-layer derivation in columns: two functions instead of a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.columns import column_parameters, to_rows, turned
from grader.judgement.comparing import Array, agrees, as_array
from grader.judgement.dense import backward_steps, forward_steps
from grader.judgement.derivation import carry, usable, walk
from grader.judgement.networks import named
from grader.judgement.probes import Probe
from grader.judgement.tolerances import GRADIENT, SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Finding, Judgement, Mismatch
from grader.judgement.written import column_formula
from grader.report.records import Diagnosis, Json
from grader.session import Remote, Student, StudentFault

from ..faults import finding_of
from .cases import Case
from .drive import as_dict
from .forward import Own, input_verdict, must_be_cached, own_activations
from .gradient_evidence import gradient_evidence
from .summing_up import WalkedCase, formula_evidence, judge_cases

LOOK_AT = "Lecture section 3: the two-layer derivation, step by step"
DEPTH = 2


def column_case(probe: Probe) -> tuple[dict[str, Array], Array, Array]:
    """params, x and y of a probe as the student's functions take them."""
    params = column_parameters(named(probe.parameters))
    return params, np.ascontiguousarray(probe.X.T), np.ascontiguousarray(probe.y.T)


def judge_column_forward(
    forward: Remote, cases: Sequence[Case], own: Mapping[int, Own]
) -> Judgement:
    """Judge two_layer_forward; ``own`` has the student's own activation of each layer."""
    return judge_cases([_forward_case(forward, case, own) for case in cases], LOOK_AT)


def _forward_case(forward: Remote, case: Case, own: Mapping[int, Own]) -> WalkedCase:
    params, x, _ = column_case(case.probe)
    note = case.probe.note
    try:
        cache = forward(params, x)
    except StudentFault as fault:
        return WalkedCase(case.weight, note, (), fault=finding_of(fault, note))
    if not isinstance(cache, dict):
        text = "two_layer_forward does not return a dict with 'x', 'z1', 'a1', 'z2', 'a2'"
        fault_found = Finding(text, LOOK_AT, _not_a_dict(cache, "two_layer_forward"))
        return WalkedCase(case.weight, note, (), fault=fault_found)
    reference = case.probe.trace()
    student = to_rows(cache, gradients=False)
    given = {**reference, **own_activations(student, reference, own)}
    steps = forward_steps(case.probe.kind, DEPTH)
    walked = walk(steps, student, reference, SINGLE_PRECISION_VALUE, given)
    verdicts = [input_verdict(student, reference), *map(must_be_cached, walked)]
    shown = tuple(turned(verdict) for verdict in verdicts)
    return WalkedCase(case.weight, note, shown, details=partial(_forward_details, case.probe))


def _forward_details(probe: Probe, step: str) -> dict[str, Json]:
    return formula_evidence(column_formula(probe.kind, step))


def _own_derivative(z: Array, own: Own) -> dict[str, Array]:
    """What the student's own derivative function gives at the student's own z1."""
    try:
        value = as_array(own(z))
    except StudentFault:
        return {}
    known = value is not None and value.shape == z.shape
    return {"own derivative 1": value} if known and value is not None else {}


def judge_column_backward(
    student: Student, cases: Sequence[Case], own_derivative: Own
) -> Judgement:
    """Judge two_layer_backward on the cache that the student's own forward made."""
    walked = [_backward_case(student, case, own_derivative) for case in cases]
    return judge_cases(walked, LOOK_AT)


def _backward_case(student: Student, case: Case, own: Own) -> WalkedCase:
    note = case.probe.note
    try:
        cache, gradients = _run(student, case.probe)
    except StudentFault as fault:
        return WalkedCase(case.weight, note, (), fault=finding_of(fault, note))
    except Mismatch as mismatch:
        return WalkedCase(case.weight, note, (), fault=mismatch.finding)
    reference = case.probe.trace()
    steps = backward_steps(case.probe.kind, DEPTH, shows_inputs=True)
    found = to_rows(gradients, gradients=True)
    shown = {step.name: found.get(step.name) for step in steps}
    given = dict(reference)
    if not all(agrees(shown[step.name], reference[step.name], GRADIENT) for step in steps):
        for name in ("A0", "Z1", "A1", "Z2"):
            given[name] = carry(cache.get(name), reference[name])
        given["A2"] = usable(cache.get("A2"), reference["A2"])
        given |= _own_derivative(given["Z1"], own)
    verdicts = tuple(map(turned, walk(steps, shown, reference, GRADIENT, given)))
    details = partial(_backward_details, case.probe, shown)
    return WalkedCase(case.weight, note, verdicts, details=details)


def _backward_details(probe: Probe, shown: Mapping[str, object], step: str) -> dict[str, Json]:
    formula = formula_evidence(column_formula(probe.kind, step))
    return gradient_evidence(probe, shown) | formula


def _run(student: Student, probe: Probe) -> tuple[dict[str, object], dict[object, object]]:
    """The student's own chain; our cache in its place when their forward does not work."""
    params, x, y = column_case(probe)
    try:
        cache = student.keep(student.two_layer_forward, params, x)
        seen = as_dict(student.read(cache))
    except StudentFault:
        seen = {}
    try:
        gradients = student.two_layer_backward(params, cache if seen else _our_cache(probe), y)
    except StudentFault:
        if _is_right(seen, probe):
            raise
        # A wrong cache of their own is charged in forward: try with a right one.
        seen = _our_cache(probe)
        gradients = student.two_layer_backward(params, seen, y)
    if not isinstance(gradients, dict):
        text = "two_layer_backward does not return a dict of gradients"
        raise Mismatch(Finding(text, LOOK_AT, _not_a_dict(gradients, "two_layer_backward")))
    return to_rows(seen, gradients=False), gradients


def _not_a_dict(value: object, where: str) -> Diagnosis | None:
    return diagnose("returns-nothing" if value is None else "wrong-return-type", where)


def _is_right(cache: dict[object, object], probe: Probe) -> bool:
    ours = _our_cache(probe)
    return all(agrees(cache.get(name), ours[name], GRADIENT) for name in ours)


def _our_cache(probe: Probe) -> dict[object, object]:
    trace = probe.trace()
    names = {"x": "A0", "z1": "Z1", "a1": "A1", "z2": "Z2", "a2": "A2"}
    return {column: np.ascontiguousarray(trace[row].T) for column, row in names.items()}
