"""What a fault of the student's code is reported as."""

from __future__ import annotations

import re

from grader.judgement.catalogue import diagnose
from grader.judgement.verdicts import Finding
from grader.report.records import Diagnosis, Json
from grader.session import StudentFault

# A shape that does not fit is the consequence of some mistake in the mathematics, which "raises"
# would not name.
_SHAPES = ("broadcast", "mismatch in its core", "not aligned", "shape mismatch", "inhomogeneous")

_PRODUCT = re.compile(r"core dimension 0.*\(size (\d+) is different from (\d+)\)")
_NOT_ALIGNED = re.compile(r"not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)")

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
    look_at = fault.where if fault.hint is None else fault.hint
    return Finding(_in_plain_words(fault.text), look_at, _diagnosis(fault), found, fault.kind)


def _in_plain_words(text: str) -> str:
    """The error's text, and what NumPy means where shapes do not fit."""
    sizes = _sizes_of_product(text)
    if sizes is not None:
        left, right = sizes
        return (
            f"{text}\nIn a product A @ B, A has {left} columns but B has {right} rows: they must "
            "be equal. Print both shapes, and look for a transpose too many or too few"
        )
    if "could not be broadcast" in text:
        return (
            f"{text}\nNumPy matches two shapes from their last entries on: each pair must be equal "
            "or hold a 1. With keepdims=True, a sum keeps its axis as a 1"
        )
    return text


def _sizes_of_product(text: str) -> tuple[str, str] | None:
    """The inner sizes, left and right, of a product that does not fit."""
    found = _PRODUCT.search(text)
    if found is not None:
        return found[2], found[1]
    found = _NOT_ALIGNED.search(text)
    return None if found is None else (found[1], found[2])


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
