"""Assertions of unittest, NumPy and doctest as expectations, for checks that were imported.

They judge in the parent like any check. Whatever a student returned, that a comparison cannot be
worked out from it is the student's fault and no defect of the check.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from grader.judgement.comparing import as_array
from grader.session import Remote, StudentFault

from .expect import expect

__all__ = ["close", "equal", "holds", "items", "raises", "value"]

T = TypeVar("T")

EXACT = 1e-12
"""Equality of numbers, but for the rounding of another order of the same operations."""

_UNUSABLE = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, MemoryError)


def equal(value: object, expected: object, name: str) -> None:
    """``value == expected``; numbers and arrays by value, to 1e-12, and of the same shape."""
    if expected is not None and as_array(expected) is not None:
        expect(value, name).equals(expected, tolerance=EXACT)
    elif not _same(value, expected):
        expect(value, name).fails(f"{name} should be {expected!r}")


def close(value: object, expected: object, name: str, *, rtol: float, atol: float) -> None:
    """Entry by entry, ``|value - expected| <= atol + rtol * |expected|``, as np.allclose.

    A single expected number stands for an array of the value's shape.
    """
    have, want = as_array(value), as_array(expected)
    if want is None:
        raise TypeError(f"what {name} is compared with is no array of numbers: {expected!r}")
    if have is not None and want.ndim == 0:
        want = np.full(have.shape, want)
    if have is None or have.shape != want.shape:
        expect(value, name).equals(want)
    elif not np.allclose(have, want, rtol=rtol, atol=atol):
        expect(value, name).equals(want, tolerance=0.0)
        expect(value, name).fails(f"{name} has wrong values")


def value(compute: Callable[[], T], name: str) -> T:
    """What ``compute`` makes of values that a student's code returned."""
    try:
        return compute()
    except _UNUSABLE as error:
        what = f"{type(error).__name__}: {error}"
        expect(None, name).fails(f"{name} cannot be worked out from what your code gave ({what})")
        raise


def items(several: Any, count: int, name: str) -> Any:
    """The ``count`` items of a list, tuple or array that a student's code returned."""
    is_several = isinstance(several, (list, tuple, np.ndarray)) and np.ndim(several) != 0
    if not is_several or len(several) != count:
        expect(several, name).fails(f"{name} should give {count} values")
    return several


def holds(condition: Callable[[], object], text: str) -> None:
    """The condition is true of what a student's code returned."""
    if not value(lambda: bool(condition()), text):
        expect(None, text).fails(f"this should hold, but does not: {text}")


def raises(call: Callable[[], object], kind: str, name: str) -> None:
    """The call raises an exception of Python's class ``kind`` or of a subclass of it."""
    try:
        call()
    except StudentFault as fault:
        if fault.kind != "exception" or not _is_kind(fault.type_name, kind):
            raise
        return
    expect(None, name).fails(f"{name} should raise {kind}, but raises nothing")


def _same(value: object, expected: object) -> bool:
    if isinstance(value, Remote) or isinstance(expected, Remote):
        return isinstance(value, Remote) and value == expected
    try:
        return type(value) is type(expected) and bool(value == expected)
    except _UNUSABLE:  # arrays inside
        return False


def _is_kind(name: str | None, kind: str) -> bool:
    found, wanted = (getattr(builtins, each or "", None) for each in (name, kind))
    if isinstance(found, type) and isinstance(wanted, type):
        return issubclass(found, wanted)
    return name == kind
