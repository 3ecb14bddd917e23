"""Expectations: what a value of the student must be, and what is said when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

from grader.judgement.catalogue import diagnose, known, recognisable
from grader.judgement.catalogue.entries import Named
from grader.judgement.comparing import Array, Comparison, agrees, as_array, compare
from grader.judgement.derivation import reproduces
from grader.judgement.oracle import settled_gradient
from grader.judgement.tolerances import GRADIENT, NAMING, VALUE
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
from grader.session import Remote, StudentFault, entries

from .faults import finding_of

Wrong = Mapping[Named, object]
"""What each mistake, named by the catalogue or by a Bug, would have given: a value or a list."""


class Expectation:
    """What is expected of one value; each method raises :class:`Mismatch` when it is not so."""

    def __init__(self, value: object, name: str, case: str | None) -> None:
        self._kept = value if isinstance(value, Remote) else None
        self._value = value if self._kept is None else self._kept._session.student.read(self._kept)
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

        ``wrong`` maps mistakes (names of the catalogue, or a :class:`Bug` with your own words)
        to the value that this mistake would have given, or to a list of such values. A mistake
        is named only when one name fits all the cases of a check that were not met.
        ``tolerance`` is relative to the largest entry of ``expected``. Raises LookupError for
        a name that the catalogue does not have.
        """
        for bug in wrong or {}:
            known(bug)
        comparison = compare(self._value, expected, tolerance)
        if comparison.right:
            return
        found = evidence(self._name, comparison, self._case)
        names = _candidates(self._value, np.asarray(expected, dtype=np.float64), wrong or {})
        if comparison.problem in ("shape", "type"):
            names = names or _of_the_wrong_kind(self._value, comparison)
        elif comparison.ratio is not None:
            negated: set[Named] = (
                {"wrong-sign"} if agrees(comparison.ratio, -1.0, NAMING) else set()
            )
            names = names or frozenset(filter(recognisable, negated))
        message = self._what(comparison)
        raise Mismatch(Finding(message, look_at, None, found, topic=self._name, candidates=names))

    def has_shape(self, shape: Sequence[int]) -> None:
        """The value is a number or an array of numbers of this shape, whatever they are."""
        value = as_array(self._value)
        if value is None or value.shape != tuple(shape):
            self.equals(np.zeros(tuple(shape)))

    def is_gradient_of(
        self,
        loss: Callable[[Array], Any],
        at: Array,
        *,
        tolerance: float = GRADIENT,
        wrong: Wrong | None = None,
        look_at: str | None = None,
    ) -> None:
        """The value is the derivative of ``loss``, a function of one array, at the array ``at``.

        ``loss`` is your own code and returns a number; nothing else needs to be stated. Raises
        NoGradientError (a ValueError) at a kink of the loss: draw another case.
        """
        right = settled_gradient(loss, at)
        self.equals(right, tolerance=tolerance, wrong=wrong, look_at=look_at)

    def is_text(self, expected: str, *, look_at: str | None = None) -> None:
        """The value is this text, but for spaces at the ends of lines and empty lines at the end.

        Two numbers that differ only in how they are written are different texts.
        """
        if not isinstance(self._value, str):
            kind = type(self._value).__name__
            self.fails(f"{self._name} is of type {kind}, expected text", "wrong-return-type")
        got, want = _lines(str(self._value)), _lines(expected)
        for number in range(max(len(got), len(want))):
            pair = [each[number] if number < len(each) else "" for each in (want, got)]
            if pair[0] != pair[1]:
                found: dict[str, Json] = {"array": f"line {number + 1} of {self._name}"}
                found |= {"expected": pair[0], "got": pair[1]}
                found |= {} if self._case is None else {"case": self._case}
                text = f"{self._name} differs from what is asked for in line {number + 1}"
                raise Mismatch(Finding(text, look_at, None, found))

    def is_dict(self) -> dict[object, object]:
        """The value is a dict, which is returned."""
        if not isinstance(self._value, dict):
            self._fails_by_kind("a dict")
        return dict(self._value)

    def unpacks(self, count: int) -> list[Any]:
        """The value is a tuple or list of ``count`` values, which are returned.

        The entries of a result that was kept (``student.keep``) stay in the worker, so that an
        opaque cache goes back to the student as it came.
        """
        if not isinstance(self._value, (tuple, list)) or len(self._value) != count:
            self._fails_by_kind(f"{count} values")
        return list(self._value) if self._kept is None else entries(self._kept, count)

    def is_finite(self, bug: Named | None = None, look_at: str | None = None) -> None:
        """Every entry is a finite number."""
        value = as_array(self._value)
        if value is None:
            self.equals(np.zeros(()))
        elif not np.all(np.isfinite(value)):
            self.fails(f"{self._name} is not finite", bug, look_at)

    def is_true(
        self, holds: bool, message: str, bug: Named | None = None, look_at: str | None = None
    ) -> None:
        """``holds`` is true of it; ``message`` says for the student what is wrong when not."""
        if not holds:
            self.fails(message, bug, look_at)

    def fails(self, message: str, bug: Named | None = None, look_at: str | None = None) -> NoReturn:
        """Report this finding."""
        found: dict[str, Json] = {} if self._case is None else {"case": self._case}
        diagnosis = None if bug is None else diagnose(bug, self._name)
        raise Mismatch(Finding(message, look_at, diagnosis, found))

    def _fails_by_kind(self, wanted: str) -> NoReturn:
        """Report that the value is not what was wanted, with what it is."""
        if self._value is None:
            self.fails(f"{self._name} is None, expected {wanted}", "returns-nothing")
        have = f"of type {type(self._value).__name__}"
        if isinstance(self._value, (tuple, list)):
            have = f"{len(self._value)} values"
        elif isinstance(self._value, np.ndarray):
            have = "an array"
        elif isinstance(self._value, Remote):
            have = f"a {self._value._type}"
        self.fails(f"{self._name} is {have}, expected {wanted}", "wrong-return-type")

    def _what(self, comparison: Comparison) -> str:
        if self._value is None:
            return f"{self._name} is None"
        if isinstance(self._value, Remote):
            return f"{self._name} is a {self._value._type}, not a number or an array of numbers"
        return describe(self._name, comparison)


def expect(value: object, name: str = "the result", case: str | None = None) -> Expectation:
    """Begin an expectation of ``value``, which the student knows as ``name``.

    ``case`` says for students what was tried. What a Remote stands for is read.
    """
    return Expectation(value, name, case)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _candidates(value: object, expected: Array, wrong: Wrong) -> frozenset[Named]:
    """The names whose value this is, measured against the size of the right value."""
    have = as_array(value)
    if have is None:
        return frozenset()
    return frozenset(
        name
        for name, given in wrong.items()
        if recognisable(name)
        for option in (given if isinstance(given, (list, tuple)) else [given])
        if reproduces(have, np.asarray(option, dtype=np.float64), expected)
    )


def _of_the_wrong_kind(value: object, comparison: Comparison) -> frozenset[Named]:
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
        expect(value, name).equals(np.zeros((0,) if shape is None else tuple(shape)))
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
