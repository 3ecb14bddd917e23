"""Expectations: what a value of the student must be, and what is said when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Comparison, agrees, as_array, compare
from grader.judgement.tolerances import NAMING, VALUE
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
        when exactly one name fits.
        """
        comparison = compare(self._value, expected, tolerance)
        if comparison.right:
            return
        bug = _recognised(self._value, expected, wrong or {})
        self.fails(describe(self._name, comparison), comparison, bug, look_at)

    def is_finite(self, bug: str | None = None, look_at: str | None = None) -> None:
        """Every entry is a finite number."""
        value = as_array(self._value)
        if value is None:
            self.equals(np.zeros(1))
        elif not np.all(np.isfinite(value)):
            self.fails(f"{self._name} is not finite", None, bug, look_at)

    def is_true(
        self, holds: bool, message: str, bug: str | None = None, look_at: str | None = None
    ) -> None:
        """``holds`` is true of it; ``message`` says for the student what is wrong when not."""
        if not holds:
            self.fails(message, None, bug, look_at)

    def fails(
        self,
        message: str,
        comparison: Comparison | None = None,
        bug: str | None = None,
        look_at: str | None = None,
    ) -> None:
        """Report this finding."""
        found: dict[str, Json] = {} if self._case is None else {"case": self._case}
        if comparison is not None:
            if self._value is None:
                message, bug = f"{self._name} returned None", "returns-nothing"
            elif isinstance(self._value, Remote):
                message = f"{self._name} is a {self._value._type}, not an array of numbers"
            found = evidence(self._name, comparison, self._case)
        diagnosis = None if bug is None else diagnose(bug, self._name)
        raise Mismatch(Finding(message, look_at, diagnosis, found))


def expect(value: object, name: str = "the result", case: str | None = None) -> Expectation:
    """Begin an expectation of ``value``, which the student knows as ``name``."""
    return Expectation(value, name, case)


def _recognised(value: object, expected: object, wrong: Wrong) -> str | None:
    """The one name that fits, or None."""
    names = {
        name
        for name, given in wrong.items()
        for option in (given if isinstance(given, (list, tuple)) else [given])
        if agrees(value, option, NAMING) and not agrees(option, expected, NAMING)
    }
    return names.pop() if len(names) == 1 else None


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


def unchanged(changed: Sequence[str], name: str) -> None:
    """No argument was changed in place; ``changed`` comes from the record of the last call."""
    if changed:
        text = f"{name} changes its {changed[0]} in place"
        raise Mismatch(Finding(text, None, diagnose("changed-in-place", name)))
