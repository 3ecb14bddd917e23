"""How functions behave beside their values: changed arguments, results that change, large input.

Everything is compared with what the student's own code gives, so that a wrong formula costs
nothing here. A function that returns a constant passes, too: these are parts of a check beside
others that ask for values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.catalogue.entries import Named
from grader.judgement.comparing import Array, as_array
from grader.judgement.verdicts import Finding, Mismatch
from grader.session import Later, Remote, Steps, Student, StudentFault

from .expect import expect, unchanged

LOOK_AT = "Look at what is kept between calls: globals, attributes, buffers, default arguments"


def keeps_arguments(student: Student, function: Remote, *args: Any) -> object:
    """Call; no argument may be changed in place, nor an array within one. Returns the result."""
    result = function(*args)
    unchanged(student.last.changed, function._label)
    return result


def same_again(student: Student, function: Remote, *args: Any) -> None:
    """Two calls with the same arguments give the same numbers.

    Values only, to rounding. Raises Mismatch too when there are no numbers in the result.
    """
    first, again = (_numbers_of(student, function, args) for _ in range(2))
    for one, two in zip(first, again, strict=False):
        expect(two, f"{function._label} called again").equals(one, tolerance=1e-9)
    if len(first) != len(again):
        raise Mismatch(Finding(f"{function._label} called again returns something else", LOOK_AT))


def results_stay(
    student: Student, function: Remote, first: Sequence[Any], second: Sequence[Any]
) -> None:
    """What a call with the arguments ``first`` returned is not changed by one with ``second``."""
    name = function._label.rpartition(".")[2]
    kept = student.keep(function, *first)
    result = student.read(kept)
    function(*second)
    stays(result, student.read(kept), name)


def stays(result: object, later: object, name: str) -> None:
    """What ``name`` returned is the same ``later``, after it has been called again."""
    before, after = numbers(result), numbers(later)
    if not before or not any(np.any(array) for array in before):
        raise Mismatch(Finding(f"{name} returns nothing to keep", LOOK_AT))
    same = len(before) == len(after) and all(
        np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True)
    )
    if not same:
        text = f"what {name} returned is changed by the next call of {name}"
        raise Mismatch(Finding(text, LOOK_AT, diagnose("aliased-results", name)))


def stays_finite(
    student: Student, function: Remote, *args: Any, case: str, bug: Named | None = None
) -> object:
    """Call with extreme arguments; the result is finite and nothing overflows. Returns it.

    ``case`` says for students what the arguments are, such as "z up to 1e4". An OverflowError
    and a warning of NumPy's count as overflow.
    """
    called = Steps(student).call(function, *args)
    return came_out_finite(called, function._label, case=case, bug=bug)


def came_out_finite(called: Later, name: str, *, case: str, bug: Named | None = None) -> object:
    """As stays_finite, of a call of ``name`` that was noted among other steps."""
    try:
        result = called.value
    except StudentFault as fault:
        if fault.type_name == "OverflowError":
            expect(None, name, case).fails(f"{name}: {fault.text}", bug)
        raise
    _some_numbers(result, name)
    for value in _members(result):
        expect(value, name, case).is_finite(bug)
    overflows = any("overflow" in text for _, text in called.record.warnings)
    expect(result, name, case).is_true(not overflows, f"{name} overflows ({case})", bug)
    return result


def numbers(value: object) -> list[Array]:
    """The arrays of numbers in a result: itself, or the entries of a dict, list or tuple.

    Without those that are empty, which show nothing.
    """
    found = map(as_array, _members(value))
    return [array for array in found if array is not None and array.size]


def _members(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    several = isinstance(value, (tuple, list)) and as_array(value) is None
    return list(value) if isinstance(value, (tuple, list)) and several else [value]


def _numbers_of(student: Student, function: Remote, args: Sequence[Any]) -> list[Array]:
    return _some_numbers(function(*args), function._label)


def _some_numbers(result: object, name: str) -> list[Array]:
    found = numbers(result)
    if not found:
        raise Mismatch(Finding(f"{name} returns no numbers to compare", LOOK_AT))
    return found
