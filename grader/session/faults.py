"""What can go wrong while student code runs, and whose fault it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from .accounts import NOTHING_BESIDES

FaultKind = Literal[
    "missing", "exception", "unfinished", "timeout", "crashed", "memory", "bad-reply", "too-big"
]
FORGED = "your code interfered with the grader's connection to it"


class StudentFault(Exception):  # noqa: N818 (it is not the grader's error)
    """The student's code failed; costs the check that met it.

    ``text`` says for the student what happened. ``where`` names the innermost line of the
    student's own code ("tanh.py line 12", "cell 3 line 2") and ``traceback`` the student's
    own lines only, outermost first. A fault of kind "missing" has a ``type_name`` when an
    exception of that type kept the name from being defined. ``signature`` tells that a
    function could not even be called with the arguments that the exercise says. All texts
    come from a worker and are bounded but not cleaned of control characters.
    """

    def __init__(
        self,
        kind: FaultKind,
        text: str,
        *,
        type_name: str | None = None,
        where: str | None = None,
        traceback: tuple[str, ...] = (),
        hint: str | None = None,
        signature: bool = False,
    ) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.type_name = type_name
        self.where = where
        self.traceback = traceback
        self.hint = hint
        self.signature = signature
        self.record = NOTHING_BESIDES


class Lost(StudentFault):
    """A value that is needed went with the worker that an earlier request ended."""


class GraderFault(Exception):  # noqa: N818 (named like its counterpart)
    """The grader or the machine failed; what was being graded is "not graded", never zero."""


def explain_misfit(
    fault: StudentFault, label: str, args: Sequence[object], kwargs: Mapping[str, object]
) -> None:
    """Say how a function was called, if the fault is that it takes other arguments."""
    if fault.signature:
        count = "1 argument" if len(args) == 1 else f"{len(args)} arguments"
        called = f"{label} was called with {' and '.join([count, *kwargs])}"
        fault.text = f"{called}, as the exercise says: {fault.text}"
