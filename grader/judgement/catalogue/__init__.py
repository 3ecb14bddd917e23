"""The catalogue of named mistakes: what was done, why it is wrong, where the lecture has it.

The wrong formulas that recognise a mistake stand beside the steps; this is
what is said about it. ``{where}`` is the student's own array or function.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from grader.report.records import Diagnosis

from .entries import Bug, Named
from .functions import FUNCTIONS
from .gradients import GRADIENTS
from .networks import NETWORKS
from .plots import PLOTS
from .programs import PROGRAMS
from .softmax import SOFTMAX

CATALOGUE: dict[str, Bug] = {
    bug.name: bug
    for group in (GRADIENTS, NETWORKS, SOFTMAX, FUNCTIONS, PLOTS, PROGRAMS)
    for bug in group
}


_withheld: ContextVar[frozenset[str]] = ContextVar("withheld", default=frozenset())


@contextmanager
def withheld(*names: str) -> Iterator[None]:
    """Judge as if the catalogue had never heard of these mistakes and their formulas.

    For the proof that a mistake nobody has thought of is not taken for another one.
    """
    token = _withheld.set(_withheld.get() | set(names))
    try:
        yield
    finally:
        _withheld.reset(token)


def recognisable(bug: Named) -> bool:
    """Whether a formula may be recognised as this mistake: it is not withheld."""
    return (bug.name if isinstance(bug, Bug) else bug) not in _withheld.get()


def known(bug: Named) -> Bug:
    """The mistake itself. Raises LookupError for a name that the catalogue does not have."""
    if isinstance(bug, Bug):
        return bug
    if bug not in CATALOGUE:
        raise LookupError(
            f"no mistake is called {bug!r}: take a name from docs/mistakes.md, or write a Bug"
        )
    return CATALOGUE[bug]


def diagnose(named: Named, where: str) -> Diagnosis | None:
    """The diagnosis of a named mistake at ``where``, e.g. "dW2"; None for a withheld one.

    Raises LookupError as known.
    """
    bug = known(named)
    if not recognisable(bug):
        return None
    sentences = (bug.did.replace("{where}", where), bug.why, bug.look)
    text = " ".join(each if each.endswith("?") else f"{each}." for each in sentences if each)
    return Diagnosis(bug.name, where, text)
