"""backward(y): compared with the true gradient, then walked step by step where it differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array, constant_ratio
from grader.judgement.dense import backward_steps
from grader.judgement.derivation import StepVerdict, carry, collapsed, usable, walk
from grader.judgement.mistakes.constants import CLIPS
from grader.judgement.networks import gradient_names
from grader.judgement.probes import Probe
from grader.judgement.tolerances import GRADIENT, SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Finding, Judgement, Mismatch, failed
from grader.judgement.written import row_formula
from grader.report.records import Json
from grader.session import Remote, Steps, Student, StudentFault

from ..faults import finding_of
from .cases import Case
from .deltas import read_deltas
from .drive import NotedPass, Pass, as_dict, gradients, noted_pass
from .forward import Own
from .gradient_evidence import gradient_evidence
from .own_forward import agrees_with_own_forward
from .propagation import differentiates_numerically
from .summing_up import WalkedCase, formula_evidence, judge_cases

LOOK_AT = "Lecture section 4, backward pass: dZ, then dW = A_prev.T @ dZ / m and db, layer by layer"


def judge_backward(
    student: Student,
    make: Remote,
    cases: Sequence[Case],
    *,
    shows_steps: bool = False,
    own_derivative: Own | None = None,
) -> Judgement:
    """Judge the backward pass on all cases.

    ``shows_steps``: backward also returns dZ and dA of every layer.
    ``own_derivative`` is the student's own derivative of the hidden
    activation where the exercise has one; using it is right even if it is wrong.
    """
    steps = Steps(make)
    passes = [noted_pass(steps, make, case.probe) for case in cases]
    walked = [
        _walk_case(make, case, noted, shows_steps, own_derivative)
        for case, noted in zip(cases, passes, strict=True)
    ]
    judgement = judge_cases(walked, LOOK_AT)
    if judgement.share == 0:
        return judgement
    return _unless_numerical(student, make, cases[0].probe, passes[0], judgement)


def _walk_case(
    make: Remote, case: Case, noted: NotedPass, shows_steps: bool, own: Own | None
) -> WalkedCase:
    note = case.probe.note
    try:
        return _judged(make, case, noted.done(), shows_steps, own)
    except StudentFault as fault:
        return WalkedCase(case.weight, note, (), fault=finding_of(fault, note))
    except Mismatch as mismatch:
        return WalkedCase(case.weight, note, (), fault=mismatch.finding)


def _judged(make: Remote, case: Case, done: Pass, shows_steps: bool, own: Own | None) -> WalkedCase:
    probe = case.probe
    reference = probe.trace()
    steps = backward_steps(probe.kind, probe.depth, shows_inputs=shows_steps)
    asked = [s.name for s in steps] if shows_steps else gradient_names(probe.depth)
    if all(agrees(done.gradients.get(name), reference[name], GRADIENT) for name in asked):
        verdicts = tuple(StepVerdict(step.name, step.kind, "right") for step in steps)
        return WalkedCase(case.weight, probe.note, verdicts)
    student: dict[str, object] = {name: done.gradients.get(name) for name in asked}
    if not shows_steps:
        student |= read_deltas(make, probe, done)
    given = _given(done, reference, probe.depth)
    given |= _own_derivatives(given, probe.depth, own)
    verdicts = tuple(walk(steps, student, reference, GRADIENT, given))
    verdicts = _rescaled(done, reference, asked, verdicts)
    explained = _wrong_forward(done, reference, probe.depth) and agrees_with_own_forward(
        make, case.probe, done, asked
    )
    vanished = _partly_vanished(done, reference, probe)
    details = partial(_details, probe, done)
    return WalkedCase(case.weight, probe.note, verdicts, explained, vanished, details=details)


def _details(probe: Probe, done: Pass, step: str) -> dict[str, Json]:
    gradients = {name: value for name, value in done.gradients.items() if isinstance(name, str)}
    found = gradient_evidence(probe, gradients)
    return found | formula_evidence(row_formula(probe.kind, probe.depth, step))


def _partly_vanished(done: Pass, reference: dict[str, Array], probe: Probe) -> bool:
    """Some, not all, hidden layers of a wrong forward pass let nothing through: bad luck."""
    hidden = range(1, probe.depth)
    gone = [
        layer
        for layer in hidden
        if collapsed(done.cache.get(f"A{layer}"), reference[f"A{layer}"])
        or (probe.kind.hidden == "relu" and _nowhere_positive(done.cache.get(f"Z{layer}")))
    ]
    return 0 < len(gone) < len(hidden)


def _nowhere_positive(value: object) -> bool:
    array = as_array(value)
    return array is not None and not np.any(array > 0)


def _rescaled(
    done: Pass, reference: dict[str, Array], asked: list[str], verdicts: tuple[StepVerdict, ...]
) -> tuple[StepVerdict, ...]:
    """Name gradients that were all cut to one common length."""
    names = [name for name in asked if name[:2] in ("dW", "db")]
    arrays = [as_array(done.gradients.get(name)) for name in names]
    if any(a is None or a.shape != reference[n].shape for a, n in zip(arrays, names, strict=True)):
        return verdicts
    got = np.concatenate([np.ravel(a) for a in arrays if a is not None])
    ratio = constant_ratio(got, np.concatenate([np.ravel(reference[name]) for name in names]))
    length = float(np.linalg.norm(got))
    if ratio is None or not 0 < ratio < 1 or not any(agrees(length, c, 1e-5) for c in CLIPS):
        return verdicts
    clipped = frozenset({"clipped-gradient"})
    return tuple(replace(v, names=clipped) if v.state == "wrong" else v for v in verdicts)


def _given(done: Pass, reference: dict[str, Array], depth: int) -> dict[str, Array]:
    """The reference with the student's own forward quantities in place of ours."""
    given = dict(reference)
    for layer in range(depth + 1):
        for name in (f"A{layer}", f"Z{layer}"):
            if name in reference and name in done.cache:
                given[name] = carry(done.cache[name], reference[name])
    # Outputs of zero are no way around A - y.
    last = f"A{depth}"
    given[last] = usable(done.cache.get(last, done.output), reference[last])
    return given


def _own_derivatives(given: dict[str, Array], depth: int, own: Own | None) -> dict[str, Array]:
    found: dict[str, Array] = {}
    if own is None:
        return found
    for layer in range(1, depth):
        z = given[f"Z{layer}"]
        try:
            value = as_array(own(z))
        except StudentFault:
            continue
        if value is not None and value.shape == z.shape:
            found[f"own derivative {layer}"] = value
    return found


def _wrong_forward(done: Pass, reference: dict[str, Array], depth: int) -> bool:
    return not agrees(done.output, reference[f"A{depth}"], SINGLE_PRECISION_VALUE)


def _unless_numerical(
    student: Student, make: Remote, probe: Probe, noted: NotedPass, judgement: Judgement
) -> Judgement:
    """No points for gradients that come from differences instead of backpropagation."""
    try:
        ordinary = gradients(as_dict(noted.gradients.value))
        verdict = differentiates_numerically(student, make, probe, ordinary)
    except (StudentFault, Mismatch):
        return judgement
    if verdict == "numerical":
        text = "backward does not work back from the cache: it differentiates numerically"
        return failed(Finding(text, LOOK_AT, diagnose("numerical-differentiation", "backward")))
    if verdict == "recomputes":
        remark = "backward runs the forward pass again; the values in the cache are enough"
        return Judgement(judgement.share, judgement.strict_share, judgement.findings, (remark,))
    return judgement
