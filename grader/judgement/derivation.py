"""A derivation as a list of steps, judged from the student's own earlier quantities.

Each step is recomputed from what the student had, so that the first step that
disagrees is the mistake, and a later step that is right from the student's own
values keeps its points. A mistake is named by trying the step's known wrong
formulas: only one that reproduces the student's numbers names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .catalogue import recognisable
from .catalogue.entries import Named
from .comparing import Array, Comparison, agrees, as_array, compare, constant_ratio
from .tolerances import COLLAPSED, NAMING

Values = Mapping[str, Array]
Formula = Callable[[Values], Array]
Factors = Sequence[tuple[float, str]]
FEW_DIGITS = 1e-4
VANISHING = 1e-6
"""Of the right value: a wrong one below it is taken for rounding left over from a sum of 0."""
State = Literal["right", "follows", "wrong", "unknown"]


def quantity(name: str) -> Formula:
    """The formula that takes another quantity as it stands."""
    return lambda v: v[name]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong formula: the mistake's name and what the step becomes by it."""

    bug: Named
    formula: Formula


def no_factors(values: Values) -> Factors:
    """No constant factor has a name of its own."""
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity of a derivation.

    ``kind`` groups the steps that one formula of the lecture covers at every
    layer. ``mistakes`` are evaluated from the same values as the formula.
    ``accepts`` are further right answers, such as one that uses the student's
    own helper function. ``factors`` names constant factors of the right value.
    """

    name: str
    kind: str
    formula: Formula
    mistakes: tuple[Mistake, ...] = ()
    accepts: tuple[Formula, ...] = ()
    factors: Callable[[Values], Factors] = no_factors


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """What became of one step.

    State "right": equals the reference. "follows": right from the student's
    own earlier values, though those were wrong. "unknown": the student does
    not show this quantity and nothing depends on seeing it.
    """

    name: str
    kind: str
    state: State
    comparison: Comparison | None = None
    names: frozenset[Named] = frozenset()


def walk(
    steps: Sequence[Step],
    student: Mapping[str, object],
    reference: Values,
    tolerance: float,
    given: Values | None = None,
) -> list[StepVerdict]:
    """Judge each step of ``student`` in order.

    ``student`` holds what the student's code returned (anything at all);
    quantities that it lacks are "unknown". ``reference`` holds the right
    values of every step and the given quantities (parameters, y); ``given``
    are the values to start from where they differ from the reference, such
    as what the student's own forward pass left behind.
    """
    if all(
        step.name in student and agrees(student[step.name], reference[step.name], tolerance)
        for step in steps
    ):  # nothing needs to be recomputed
        return [StepVerdict(step.name, step.kind, "right") for step in steps]
    carried: dict[str, Array] = dict(reference if given is None else given)
    verdicts = []
    for step in steps:
        if step.name not in student:
            verdicts.append(StepVerdict(step.name, step.kind, "unknown"))
            # What is not seen is what follows from the quantities before it.
            carried[step.name] = _evaluated(step.formula, carried, reference[step.name])
            continue
        verdict = _judge(step, student[step.name], carried, reference[step.name], tolerance)
        verdicts.append(verdict)
        carried[step.name] = carry(student[step.name], reference[step.name])
    return verdicts


def _judge(
    step: Step, got: object, carried: Values, reference: Array, tolerance: float
) -> StepVerdict:
    if agrees(got, reference, tolerance):
        return StepVerdict(step.name, step.kind, "right")
    expected = _evaluated(step.formula, carried, reference)
    comparison = compare(got, expected, tolerance)
    accepted = comparison.right or any(
        agrees(got, _evaluated(formula, carried, reference), tolerance) for formula in step.accepts
    )
    if accepted and not collapsed(got, reference):
        return StepVerdict(step.name, step.kind, "follows")
    if accepted:  # by a formula that is right, from values that show nothing
        return StepVerdict(step.name, step.kind, "wrong", compare(got, reference, tolerance))
    return StepVerdict(
        step.name, step.kind, "wrong", comparison, names(step, got, carried, expected)
    )


def carry(got: object, reference: Array) -> Array:
    """The student's quantity where later steps may build on it, otherwise the reference."""
    if collapsed(got, reference) or _one_number(got, reference):
        return reference
    return usable(got, reference)


def usable(got: object, reference: Array) -> Array:
    """The student's quantity if it is finite and of the right shape, otherwise the reference."""
    have = as_array(got)
    if have is None or have.shape != reference.shape or not np.all(np.isfinite(have)):
        return reference
    return have


def collapsed(got: object, reference: Array) -> bool:
    """Whether ``got`` has (almost) vanished, or does not differ from sample to sample.

    Nothing right can be said to follow from zeros or from constants.
    """
    have = as_array(got)
    if have is None:
        return True
    if _is_uniform(have) and not _is_uniform(reference):
        return True
    size = float(np.max(np.abs(reference), initial=0.0))
    with np.errstate(all="ignore"):
        return size > 0 and not float(np.max(np.abs(have), initial=0.0)) > COLLAPSED * size


def _one_number(got: object, reference: Array) -> bool:
    """Whether all entries are the same where those of the reference are not."""
    have = as_array(got)
    same = have is not None and have.size > 1 and bool(np.all(have == have.flat[0]))
    return same and not bool(np.all(reference == reference.flat[0]))


def _is_uniform(array: Array) -> bool:
    """Whether all rows are the same."""
    return array.ndim == 2 and array.shape[0] > 1 and bool(np.all(array == array[0]))


def names(step: Step, got: object, values: Values, expected: Array) -> frozenset[Named]:
    """Every known mistake whose formula gives exactly the student's numbers."""
    have = as_array(got)
    if have is None:
        missing = got is None and step.kind == "db"
        return frozenset({"missing-bias-gradient"} if missing else ())
    found: set[Named] = {
        mistake.bug
        for mistake in step.mistakes
        if recognisable(mistake.bug) and _reproduces(mistake, have, values, expected)
    }
    # A constant factor is an explanation, too: where both fit, the case does not decide.
    found |= _factor_names(have, expected, step.factors(values))
    return frozenset(found)


def one_factor(names: frozenset[Named], ratios: Iterable[float | None]) -> frozenset[Named]:
    """The names without "wrong-factor" if the factor differs from case to case."""
    shown = [ratio for ratio in ratios if ratio is not None]
    same = all(abs(ratio / shown[0] - 1) <= FEW_DIGITS for ratio in shown)
    return names if same else names - {"wrong-factor"}


def _reproduces(mistake: Mistake, have: Array, values: Values, expected: Array) -> bool:
    with np.errstate(all="ignore"):
        try:
            wrong = np.asarray(mistake.formula(values), dtype=np.float64)
        except (ValueError, IndexError, KeyError, TypeError):
            return False  # a wrong formula need not even be computable on every case
    return reproduces(have, wrong, expected)


def reproduces(have: Array, wrong: Array, expected: Array) -> bool:
    """Whether ``have`` is the value ``wrong``, and that is not the right one."""
    if wrong.shape != have.shape or agrees(wrong, expected, NAMING):
        return False
    if not np.any(wrong):
        return not np.any(have)  # rounding left over from a sum is no array of zeros
    # A wrong value that vanishes has no digits to compare: measure it against the right one.
    size = max(_size(wrong), VANISHING * _size(expected))
    with np.errstate(all="ignore"):
        return bool(np.max(np.abs(have - wrong), initial=0.0) <= NAMING * size)


def _size(array: Array) -> float:
    return float(np.max(np.abs(array), initial=0.0))


def _factor_names(have: Array, expected: Array, factors: Factors) -> set[str]:
    ratio = _ratio(have, expected)
    if ratio is None:
        return set()
    return {
        name for factor, name in factors if recognisable(name) and abs(ratio / factor - 1) <= NAMING
    }


def _ratio(have: Array, expected: Array) -> float | None:
    ratio = constant_ratio(have, expected) if have.shape == expected.shape else None
    return None if ratio is None or abs(ratio - 1) <= NAMING else ratio


def _evaluated(formula: Formula, values: Values, otherwise: Array) -> Array:
    with np.errstate(all="ignore"):
        try:
            return np.asarray(formula(values), dtype=np.float64)
        except (ValueError, KeyError, IndexError, TypeError):
            return otherwise


def first_wrong(verdicts: Sequence[StepVerdict]) -> StepVerdict | None:
    """The step that the feedback starts with."""
    return next((verdict for verdict in verdicts if verdict.state == "wrong"), None)
