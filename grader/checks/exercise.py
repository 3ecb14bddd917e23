"""An exercise: its checks, as an author declares them."""

from __future__ import annotations

import copy
import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from grader.judgement.verdicts import Judgement
from grader.session import Limits, Student

from .draw import Draw

CheckFunction = Callable[[Student, Draw], "Judgement | None"]
T = TypeVar("T", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``excused_by``: checks whose mistakes this one cannot but inherit.

    ``own_time``: its limits are the check's own, not those of the assignment.
    """

    id: str
    title: str
    points: float
    function: CheckFunction
    limits: Limits
    excused_by: tuple[str, ...] = ()
    own_time: bool = False


class Exercise:
    """The checks of one exercise, in the order in which a student reads them.

    ``preload`` names modules that the student's code needs and that are slow
    to import ("matplotlib.pyplot"); they are imported once for all submissions.
    ``lecture`` is where the lecture treats it, for instructors to read.
    """

    def __init__(
        self, id: str, *, title: str, lecture: str = "", preload: Sequence[str] = ()
    ) -> None:
        self.id = id
        self.title = title
        self.lecture = lecture
        self.preload = tuple(preload)
        self.limits = Limits()
        self.imports: tuple[str, ...] | None = None
        self.checks: list[Check] = []
        self._fixtures: list[str] = []

    def check(
        self,
        points: float,
        *,
        excused_by: Sequence[str] = (),
        cpu_s: float | None = None,
    ) -> Callable[[CheckFunction], CheckFunction]:
        """Declare a check worth ``points``; its docstring's first line is what students read.

        The function gets the student's module and a :class:`Draw`; it returns
        nothing when all is well, a :class:`Judgement` for a share of the
        points, and loses them all through an expectation that is not met.

        ``excused_by`` names earlier checks of the exercise. When one of them
        lost points already, the share that this check's judgement grants by
        follow-through counts; otherwise only the strict share does.

        ``cpu_s`` is how long the student's code may compute, in seconds; the
        assignment's limit if left out.
        """

        def declare(function: CheckFunction) -> CheckFunction:
            name = f"{self.id}.{function.__name__}"
            title = (inspect.getdoc(function) or "").split("\n", 1)[0]
            if not title:
                raise ValueError(f"check {name} needs a docstring: it is what students read")
            limits = Limits() if cpu_s is None else Limits(cpu_s=cpu_s, wall_s=3 * cpu_s)
            excuses = tuple(f"{self.id}.{other}" for other in excused_by)
            own = cpu_s is not None
            self.checks.append(Check(name, title, points, function, limits, excuses, own))
            return function

        return declare

    def fixture(self, definition: T) -> T:
        """Mark a function or class that is also needed beside the student's code.

        Its source is run in the worker (with ``np`` for NumPy), where
        ``student.fixture(name)`` finds it. It must stand on its own and hold
        nothing that gives an expected value away.
        """
        lines = textwrap.dedent(inspect.getsource(definition)).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith(("def ", "class ")))
        self._fixtures.append("\n".join(lines[start:]))
        return definition

    def under(self, limits: Limits, imports: Sequence[str]) -> Exercise:
        """This exercise with an assignment's limits and the imports that it allows."""
        found = copy.copy(self)
        found.limits, found.imports = limits, tuple(imports)
        found.checks = [
            check if check.own_time else replace(check, limits=limits) for check in self.checks
        ]
        return found

    @property
    def fixtures(self) -> str:
        """The source of all fixtures."""
        # Annotations of a fixture may name what only the checks module has.
        head = "from __future__ import annotations\nimport numpy as np"
        return "\n\n".join([head, *self._fixtures]) if self._fixtures else ""
