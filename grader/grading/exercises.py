"""Grading one exercise: run its checks, one after another, and keep them apart."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from grader.checks.draw import Draw
from grader.checks.exercise import Check, Exercise
from grader.checks.faults import finding_of
from grader.intake import ExerciseFile, SubmittedBytes
from grader.judgement.verdicts import Finding, Judgement, Mismatch, failed, settled
from grader.report.records import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus
from grader.session import (
    GraderFault,
    Launcher,
    Limits,
    LoadReport,
    Problem,
    Session,
    Source,
    StudentFault,
)

from .assignment import ExerciseEntry
from .defects import described
from .quoting import Quotable, quoted

LOAD_LIMITS = Limits(cpu_s=30.0, wall_s=90.0)
"""For reading a submission too: the worker that has read one goes on to run it."""
_FAULT_STATUS: dict[str, CheckStatus] = {"timeout": "timeout", "unfinished": "skipped"}
PATIENCE = 2  # checks that run into their limit before the limits of the rest shrink
IMPATIENT = 0.3


@dataclass(frozen=True, slots=True)
class Graded:
    """The result of one exercise and what the student's code printed meanwhile."""

    result: ExerciseResult
    output: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one check came to, before it is turned into points."""

    judgement: Judgement | None
    fault: StudentFault | None = None
    problem: str | None = None


def grade_exercise(
    launcher: Launcher,
    entry: ExerciseEntry,
    exercise: Exercise,
    file: ExerciseFile,
    files: Sequence[SubmittedBytes],
    *,
    seed: int,
    follow_through: bool,
) -> Graded:
    """Grade one exercise of one submission in a worker of its own."""
    source = Source(exercise.id, file.path, file.cells, exercise.imports)
    session = launcher.session(
        source,
        files,
        limits=replace(LOAD_LIMITS, memory_mb=exercise.limits.memory_mb),
        seed=_seed_of_the_worker(seed),
        preload=exercise.preload,
        fixtures=exercise.fixtures,
    )
    with session:
        try:
            loaded = session.loaded
        except StudentFault as fault:
            return Graded(_not_loaded(entry, exercise, file, fault), session.output)
        except GraderFault as fault:
            return Graded(not_graded(entry, exercise, str(fault)), session.output)
        done = _run_checks(session, exercise, seed, follow_through)
        code = Quotable(file, files, entry.names)
        checks = [(quoted(result, code), judgement) for result, judgement in done]
        result = _summed_up(entry, file, loaded, checks)
        return Graded(result, session.output)


@cache
def _seed_of_the_worker(seed: int) -> int:
    """What student code draws with: the same in every replay, and no way back to the cases.

    The code can read its generator's seed. Stretched, because there are few enough seeds to try.
    """
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", b"worker", b"%d" % seed, 2_000, 4), "big")


def _run_checks(
    session: Session, exercise: Exercise, seed: int, follow_through: bool
) -> list[tuple[CheckResult, Judgement | None]]:
    done: list[tuple[CheckResult, Judgement | None]] = []
    timeouts = 0
    for check in exercise.checks:
        limits = check.limits
        if timeouts >= PATIENCE:
            limits = replace(
                limits, cpu_s=limits.cpu_s * IMPATIENT, wall_s=limits.wall_s * IMPATIENT
            )
        started = time.perf_counter()
        outcome = _run_check(session, check, limits, seed)
        paid = {result.id for result, _ in done if (result.score or 0.0) < result.max_score}
        outcome = _without_excuse(check, outcome, paid)
        result = _result(check, outcome, follow_through)
        result = _after_others(result, [each for each in check.excused_by if each in paid], done)
        elapsed = round(time.perf_counter() - started, 4)
        timeouts += result.status == "timeout"
        done.append((replace(result, duration_s=elapsed), outcome.judgement))
    return done


def _after_others(
    result: CheckResult,
    paid: Sequence[str],
    done: Sequence[tuple[CheckResult, Judgement | None]],
) -> CheckResult:
    """Say of a check that builds on others which of them to mend first."""
    if result.status == "passed" or result.score is None or not paid:
        return result
    titles = [f'"{other.title}"' for other, _ in done if other.id in paid]
    first = f"First mend what is wrong above ({', '.join(titles[:3])}): this builds on it"
    evidence = {**result.evidence, "builds_on": list(paid)}
    return replace(result, look_at=first, diagnosis=None, evidence=evidence)


def _run_check(session: Session, check: Check, limits: Limits, seed: int) -> _Outcome:
    """Run one check; whatever happens in it stays in it."""
    session.begin_check(limits)
    try:
        with np.errstate(all="ignore"):  # whatever numbers a student returns, they are judged
            return _judged(session, check, seed)
    except GraderFault as fault:
        return _Outcome(None, None, str(fault))
    except Exception as error:  # a defect of the check or of ours is nobody's zero
        session.drop()
        return _Outcome(None, None, f"the check itself failed: {described(error)}")


def _judged(session: Session, check: Check, seed: int) -> _Outcome:
    fault = None
    try:
        judgement = check.function(session.student, Draw(seed, check.id))
    except Mismatch as mismatch:
        judgement = failed(mismatch.finding)
    except StudentFault as raised:
        judgement, fault = failed(finding_of(raised)), raised
    if judgement is None:
        judgement = Judgement(1.0, 1.0)
    return _Outcome(replace(judgement, findings=settled(judgement.findings)), fault)


def _without_excuse(check: Check, outcome: _Outcome, paid: set[str]) -> _Outcome:
    """Follow-through needs a mistake that was paid for before."""
    judgement = outcome.judgement
    if judgement is None or not check.excused_by or paid & set(check.excused_by):
        return outcome
    return replace(outcome, judgement=replace(judgement, share=judgement.strict_share))


def _result(check: Check, outcome: _Outcome, follow_through: bool) -> CheckResult:
    judgement = outcome.judgement
    if judgement is None:
        return CheckResult(
            check.id,
            check.title,
            "not_graded",
            None,
            check.points,
            f"this check could not be graded, which is not your fault: {outcome.problem}",
        )
    strict = min(judgement.share, judgement.strict_share)
    share = judgement.share if follow_through else strict
    status = _check_status(share, outcome.fault, judgement.findings)
    base = CheckResult(
        check.id,
        check.title,
        status,
        round(check.points * share, 2),
        check.points,
        score_without_follow_through=round(check.points * strict, 2),
    )
    return base if status == "passed" else _explained(base, judgement.findings)


def _check_status(
    share: float, fault: StudentFault | None, findings: Sequence[Finding]
) -> CheckStatus:
    if share >= 1.0 - 1e-12:
        return "passed"
    if share > 0.0:
        return "partial"
    if fault is not None or any(finding.fault for finding in findings[:1]):
        kind = fault.kind if fault is not None else findings[0].fault
        return _FAULT_STATUS.get(kind or "", "error")
    return "failed"


def _explained(result: CheckResult, findings: Sequence[Finding]) -> CheckResult:
    if not findings:
        return replace(result, message="not all of it is right")
    named = [finding for finding in findings if finding.diagnosis is not None]
    lead = named[0] if named else findings[0]
    others = [f.message for f in findings if not _said_by(lead, f)]
    message = "\nAlso: ".join(_said_once([lead.message, *others[:2]]))
    return replace(
        result,
        message=message,
        look_at=lead.look_at,
        diagnosis=lead.diagnosis,
        evidence=dict(lead.evidence),
    )


def _said_once(messages: Sequence[str]) -> list[str]:
    """The messages without the lines that one before them holds, such as the same advice."""
    said: set[str] = set()
    found = []
    for message in messages:
        fresh = [line for line in message.splitlines() if line not in said]
        said.update(fresh)
        if fresh:
            found.append("\n".join(fresh))
    return found


def _said_by(lead: Finding, other: Finding) -> bool:
    """Whether a finding adds nothing to the first: the same words, or the same named mistake."""
    same = other.diagnosis is not None and other.diagnosis == lead.diagnosis
    return other is lead or same or other.message == lead.message


def _summed_up(
    entry: ExerciseEntry,
    file: ExerciseFile,
    loaded: LoadReport,
    checks: Sequence[tuple[CheckResult, Judgement | None]],
) -> ExerciseResult:
    results = tuple(result for result, _ in checks)
    remarks = [*file.remarks, *loaded.remarks, *map(_sentence, loaded.problems)]
    remarks += [text for _, judgement in checks if judgement for text in judgement.remarks]
    if any(result.status == "not_graded" for result in results):
        text = "a fault that is not yours kept part of this exercise from being graded"
        return ExerciseResult(
            entry.id, entry.title, "not_graded", None, entry.points, text, (), results
        )
    score = round(sum(result.score or 0.0 for result in results), 2)
    status: ExerciseStatus = (
        "passed" if score >= entry.points else "failed" if score == 0 else "partial"
    )
    message = _blocking(file, entry, loaded)
    remarks = [remark for remark in remarks if not (message or "").startswith(remark)]
    if score == 0 and all(judgement and _unfinished(judgement) for _, judgement in checks):
        status, message = "missing", f"not started: {file.path} is still the stub"
        results = tuple(replace(r, status="skipped", message="not started") for r in results)
    return ExerciseResult(
        entry.id,
        entry.title,
        status,
        score,
        entry.points,
        message,
        tuple(dict.fromkeys(remarks)),
        results,
    )


def _unfinished(judgement: Judgement) -> bool:
    return judgement.share == 0 and all(f.fault == "unfinished" for f in judgement.findings)


def _sentence(problem: Problem) -> str:
    text = f"{problem.where} raised {problem.type}: {problem.message}"
    return f"{text} ({problem.hint})" if problem.hint else text


def _blocking(file: ExerciseFile, entry: ExerciseEntry, loaded: LoadReport) -> str | None:
    """Why names of the exercise are missing, if they are."""
    missing = [name for name in entry.names if name not in loaded.names]
    if not missing:
        return None
    listed = ", ".join(missing)
    early = [problem for problem in loaded.problems if problem.before]
    if early:
        return f"{_sentence(early[0])}, before {listed} could be defined"
    return f"{file.path} does not define {listed}"


def _not_loaded(
    entry: ExerciseEntry, exercise: Exercise, file: ExerciseFile, fault: StudentFault
) -> ExerciseResult:
    finding = finding_of(fault)
    message = f"{file.path} could not be loaded: {fault.text}"
    checks = tuple(
        replace(_skipped(check), message=message, look_at=finding.look_at, status="error")
        for check in exercise.checks
    )
    return ExerciseResult(
        entry.id, entry.title, "error", 0.0, entry.points, message, file.remarks, checks
    )


def _skipped(check: Check) -> CheckResult:
    return CheckResult(
        check.id,
        check.title,
        "skipped",
        0.0,
        check.points,
        None,
        score_without_follow_through=0.0,
    )


def missing(entry: ExerciseEntry, exercise: Exercise) -> ExerciseResult:
    """An exercise that the submission does not attempt."""
    message = f"there is no {entry.id}.py or {entry.id}.ipynb in the submission"
    checks = tuple(replace(_skipped(check), message=message) for check in exercise.checks)
    return ExerciseResult(entry.id, entry.title, "missing", 0.0, entry.points, message, (), checks)


def unreadable(entry: ExerciseEntry, exercise: Exercise, file: ExerciseFile) -> ExerciseResult:
    """An exercise whose file cannot be read."""
    message = f"{file.path} {file.error}"
    checks = tuple(
        replace(_skipped(check), status="error", message=message) for check in exercise.checks
    )
    return ExerciseResult(
        entry.id, entry.title, "error", 0.0, entry.points, message, file.remarks, checks
    )


def not_graded(entry: ExerciseEntry, exercise: Exercise, problem: str) -> ExerciseResult:
    """An exercise that could not be graded for a fault that is not the student's."""
    message = f"this exercise could not be graded, which is not your fault: {problem}"
    checks = tuple(
        CheckResult(check.id, check.title, "not_graded", None, check.points, message)
        for check in exercise.checks
    )
    return ExerciseResult(
        entry.id, entry.title, "not_graded", None, entry.points, message, (), checks
    )
