"""Expectations: what a value of the student must be, and what is said when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, Comparison, as_array, compare
from grader.judgement.derivation import reproduces
from grader.judgement.tolerances import VALUE
from grader.judgement.verdicts import (
    Finding,
    Judgement,
    Mismatch,
    combined,
    describe,
    evidence,
    failed,
)
from grader.report.records import Json
from grader.session import Remote, StudentFault

from .faults import finding_of

Wrong = Mapping[str, object]


class Expectation:
    """What is expected of one value; each method raises :class:`Mismatch` when it is not so."""

    def __init__(self, value: object, name: str, case: str | None) -> None:
        self._value = value
        self._name = name
        self._case = case

    def equals(
        self,
        expected: object,
        *,
        tolerance: float = VALUE,
        wrong: Wrong | None = None,
        look_at: str | None = None,
    ) -> None:
        """The value is the array or number ``expected``.

        ``wrong`` maps names of the catalogue to the value that this mistake
        would have given, or to a list of such values. A mistake is named only
        when one name fits all the cases of a check that were not met.
        """
        comparison = compare(self._value, expected, tolerance)
        if comparison.right:
            return
        found = evidence(self._name, comparison, self._case)
        names = _candidates(self._value, np.asarray(expected, dtype=np.float64), wrong or {})
        if comparison.problem in ("shape", "type"):
            names = names or _of_the_wrong_kind(self._value, comparison)
        elif comparison.ratio is not None:
            names = names or frozenset({"wrong-factor" if comparison.ratio > 0 else "wrong-sign"})
        message = self._what(comparison)
        raise Mismatch(Finding(message, look_at, None, found, topic=self._name, candidates=names))

    def is_finite(self, bug: str | None = None, look_at: str | None = None) -> None:
        """Every entry is a finite number."""
        value = as_array(self._value)
        if value is None:
            self.equals(np.zeros(()))
        elif not np.all(np.isfinite(value)):
            self.fails(f"{self._name} is not finite", bug, look_at)

    def is_true(
        self, holds: bool, message: str, bug: str | None = None, look_at: str | None = None
    ) -> None:
        """``holds`` is true of it; ``message`` says for the student what is wrong when not."""
        if not holds:
            self.fails(message, bug, look_at)

    def fails(self, message: str, bug: str | None = None, look_at: str | None = None) -> None:
        """Report this finding."""
        found: dict[str, Json] = {} if self._case is None else {"case": self._case}
        diagnosis = None if bug is None else diagnose(bug, self._name)
        raise Mismatch(Finding(message, look_at, diagnosis, found))

    def _what(self, comparison: Comparison) -> str:
        if self._value is None:
            return f"{self._name} is None"
        if isinstance(self._value, Remote):
            return f"{self._name} is a {self._value._type}, not a number or an array of numbers"
        return describe(self._name, comparison)


def expect(value: object, name: str = "the result", case: str | None = None) -> Expectation:
    """Begin an expectation of ``value``, which the student knows as ``name``."""
    return Expectation(value, name, case)


def _candidates(value: object, expected: Array, wrong: Wrong) -> frozenset[str]:
    """The names whose value this is, measured against the size of the right value."""
    have = as_array(value)
    if have is None:
        return frozenset()
    return frozenset(
        name
        for name, given in wrong.items()
        for option in (given if isinstance(given, (list, tuple)) else [given])
        if reproduces(have, np.asarray(option, dtype=np.float64), expected)
    )


def _of_the_wrong_kind(value: object, comparison: Comparison) -> frozenset[str]:
    if value is None:
        return frozenset({"returns-nothing"})
    have = as_array(value)
    if have is None or (have.ndim == 0) != (len(comparison.expected_shape) == 0):
        return frozenset({"wrong-return-type"})
    if have.size == int(np.prod(comparison.expected_shape)):
        return frozenset({"wrong-shape"})
    return frozenset()


class Parts:
    """A check that is made of parts: a part that fails costs its share and no other."""

    def __init__(self) -> None:
        self._parts: list[tuple[float, Judgement]] = []

    @contextmanager
    def part(self, weight: float = 1.0) -> Iterator[None]:
        """Expectations that are not met inside cost this part's share."""
        try:
            yield
        except Mismatch as mismatch:
            self.add(failed(mismatch.finding), weight)
        except StudentFault as fault:
            self.add(failed(finding_of(fault)), weight)
        else:
            self.add(Judgement(1.0, 1.0), weight)

    def add(self, judgement: Judgement, weight: float = 1.0) -> None:
        """Count a judgement as one part."""
        self._parts.append((weight, judgement))

    def attempt(self, judge: Callable[..., Judgement], *args: Any, weight: float = 1.0) -> None:
        """Count what ``judge(*args)`` says as one part."""
        try:
            self.add(judge(*args), weight)
        except Mismatch as mismatch:
            self.add(failed(mismatch.finding), weight)
        except StudentFault as fault:
            self.add(failed(finding_of(fault)), weight)

    def judgement(self) -> Judgement:
        """All parts together."""
        return combined(self._parts)


def array_of(value: object, name: str, shape: Sequence[int] | None = None) -> Array:
    """A student's value as a float array (of this shape); anything else ends the check or part."""
    array = as_array(value)
    if array is None or (shape is not None and array.shape != tuple(shape)):
        expect(value, name).equals(np.zeros(tuple(shape or (0,))))
        raise Mismatch(Finding(f"{name} is missing or not an array of numbers"))
    return array


def varied_array(value: object, name: str, shape: Sequence[int]) -> Array:
    """As :func:`array_of`, and not one number everywhere: what could carry something on."""
    array = array_of(value, name, shape)
    if array.size > 1 and not np.ptp(array) > 0:
        raise Mismatch(Finding(f"{name} is the same number everywhere"))
    return array


def unchanged(changed: Sequence[str], name: str) -> None:
    """No argument was changed in place; ``changed`` comes from the record of the last call."""
    if changed:
        text = f"{name} changes its {changed[0]} in place"
        raise Mismatch(Finding(text, None, diagnose("changed-in-place", name)))
