"""A derivation of the author's own: steps, known mistakes, follow-through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.judgement.catalogue import known
from grader.judgement.catalogue.entries import Named
from grader.judgement.comparing import Array, agrees
from grader.judgement.derivation import Formula, Mistake, Step, walk
from grader.judgement.oracle import settled_gradient
from grader.judgement.tolerances import GRADIENT
from grader.judgement.verdicts import Judgement, Mismatch
from grader.session import StudentFault

from .expect import expect
from .faults import finding_of
from .networks.summing_up import WalkedCase, judge_cases

Values = Mapping[str, Array]
Loss = Callable[[Values], Any]
Wrongs = Mapping[Named, "Formula | Sequence[Formula]"]
PROOF = 1e-6
"""How well a formula must agree with the derivative of the loss that it is said to be."""


class Derivation:
    """The quantities of a computation in order, each with its formula and known mistakes.

    ``loss`` takes a dict of the given quantities and returns a number; with it, gradients need
    no formula, and formulas of gradients are held against it on every case. ``look_at`` is where
    students are sent. ``tolerance`` is relative to the largest entry of each quantity.
    """

    def __init__(
        self, *, loss: Loss | None = None, look_at: str = "", tolerance: float = GRADIENT
    ) -> None:
        self._loss = loss
        self._look_at = look_at
        self._tolerance = tolerance
        self._steps: list[Step] = []
        self._optional: set[str] = set()
        self._gradients: dict[str, str] = {}

    def step(
        self,
        name: str,
        formula: Formula,
        *,
        wrong: Wrongs | None = None,
        gradient_of: str | None = None,
        optional: bool = False,
    ) -> None:
        """Declare a quantity: ``formula`` takes a dict of all earlier ones and the given ones.

        ``wrong`` maps mistakes to the formulas (one, or a list) that they make of it.
        ``gradient_of`` names the given quantity by which this is the derivative of the loss,
        which is then proven. An ``optional`` quantity may be missing from what students show.
        """
        if gradient_of is not None:
            self._declare_gradient(name, gradient_of)
        if optional:
            self._optional.add(name)
        mistakes = tuple(
            Mistake(known(bug), each)
            for bug, formulas in (wrong or {}).items()
            for each in ([formulas] if callable(formulas) else formulas)
        )
        self._steps.append(Step(name, name, formula, mistakes))

    def gradient(self, name: str, of: str, *, wrong: Wrongs | None = None) -> None:
        """Declare the derivative of the loss by the given quantity ``of``; no formula is needed.

        Without a formula it is judged from the right values, not from the student's own.
        """
        self._declare_gradient(name, of)
        self.step(name, lambda values: self._numerical(of, values), wrong=wrong)

    def case(
        self,
        given: Values,
        show: Callable[[], object],
        note: str,
        *,
        weight: float = 1.0,
    ) -> WalkedCase:
        """One case: what is ``given``, and ``show()``, the student's dict of quantities.

        What the student's code raises in ``show`` is charged to this case alone. ``note`` tells
        students what was tried. Raises ValueError when a formula is not the derivative of the
        loss that it is declared to be.
        """
        right = self._evaluated(given)
        try:
            shown = expect(show(), "the result", note).is_dict()
        except StudentFault as fault:
            return WalkedCase(weight, note, (), fault=finding_of(fault, note))
        except Mismatch as mismatch:
            return WalkedCase(weight, note, (), fault=mismatch.finding)
        asked = {step.name: shown.get(step.name) for step in self._steps}
        seen = {n: v for n, v in asked.items() if n in shown or n not in self._optional}
        verdicts = walk(self._steps, seen, right, self._tolerance)
        return WalkedCase(weight, note, tuple(verdicts))

    def judge(self, *cases: WalkedCase) -> Judgement:
        """All cases together: each quantity is an equal part, the first wrong one leads."""
        return judge_cases(cases, self._look_at)

    def _declare_gradient(self, name: str, of: str) -> None:
        if self._loss is None:
            raise ValueError(f"{name} is a gradient: give the Derivation its loss")
        self._gradients[name] = of

    def _numerical(self, of: str, values: Values) -> Array:
        loss = self._loss
        assert loss is not None
        return np.asarray(settled_gradient(lambda moved: loss({**values, of: moved}), values[of]))

    def _evaluated(self, given: Values) -> dict[str, Array]:
        """Every right quantity, the given ones included; the gradients proven."""
        values = {name: np.asarray(value, dtype=np.float64) for name, value in given.items()}
        for step in self._steps:
            values[step.name] = np.asarray(step.formula(values), dtype=np.float64)
        for name, of in self._gradients.items():
            if not agrees(values[name], self._numerical(of, values), PROOF):
                raise ValueError(f"{name} is not the derivative of the loss by {of}")
        return values
