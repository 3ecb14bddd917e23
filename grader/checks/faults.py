"""What a fault of the student's code is reported as."""

from __future__ import annotations

from grader.judgement.catalogue import diagnose
from grader.judgement.verdicts import Finding
from grader.report.records import Diagnosis, Json
from grader.session import StudentFault

# A shape that does not fit is the consequence of some mistake in the mathematics, which "raises"
# would not name.
_SHAPES = ("broadcast", "mismatch in its core", "not aligned", "shape mismatch", "inhomogeneous")

_BUGS = {
    "timeout": "does-not-return",
    "crashed": "ends-process",
    "memory": "out-of-memory",
}


def finding_of(fault: StudentFault, case: str | None = None) -> Finding:
    """The finding for a fault: what happened, the student's own lines, a hint if there is one."""
    if fault.kind == "unfinished":
        place = f" ({fault.where})" if fault.where else ""
        diagnosis = diagnose("unfinished", fault.where or "the code")
        return Finding(f"not written yet{place}", None, diagnosis, fault=fault.kind)
    found: dict[str, Json] = {}
    if fault.traceback:
        found["traceback"] = list(fault.traceback)
    if case is not None:
        found["case"] = case
    look_at = fault.hint
    if look_at is None and fault.where is not None:
        look_at = f"Look at {fault.where}"
    return Finding(fault.text, look_at, _diagnosis(fault), found, fault.kind)


def _diagnosis(fault: StudentFault) -> Diagnosis | None:
    where = fault.where or "the code"
    if fault.hint is not None and "Python 2" in fault.hint:
        return diagnose("python-2", where)
    if fault.hint is not None and "NumPy 1" in fault.hint:
        return diagnose("numpy-1", where)
    bug = _BUGS.get(fault.kind)
    shapes = any(word in fault.text for word in _SHAPES)
    never_defined = fault.kind == "missing" and fault.type_name is not None
    if fault.signature:
        bug = "wrong-signature"
    elif never_defined or (fault.kind == "exception" and not shapes):
        bug = "raises"
    return None if bug is None else diagnose(bug, where)
