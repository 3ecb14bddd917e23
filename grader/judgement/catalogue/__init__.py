"""The catalogue of named mistakes: what was done, why it is wrong, where the lecture has it.

The wrong formulas that recognise a mistake stand beside the steps; this is
what is said about it. ``{where}`` is the student's own array or function.
"""

from __future__ import annotations

from grader.report.records import Diagnosis

from .entries import Bug, Named
from .functions import FUNCTIONS
from .gradients import GRADIENTS
from .networks import NETWORKS
from .programs import PROGRAMS

CATALOGUE: dict[str, Bug] = {
    bug.name: bug for group in (GRADIENTS, NETWORKS, FUNCTIONS, PROGRAMS) for bug in group
}


def known(bug: Named) -> Bug:
    """The mistake itself. Raises LookupError for a name that the catalogue does not have."""
    if isinstance(bug, Bug):
        return bug
    if bug not in CATALOGUE:
        raise LookupError(
            f"no mistake is called {bug!r}: take a name from docs/mistakes.md, or write a Bug"
        )
    return CATALOGUE[bug]


def diagnose(named: Named, where: str) -> Diagnosis:
    """The diagnosis of a named mistake at ``where``, e.g. "dW2". Raises LookupError as known."""
    bug = known(named)
    sentences = (bug.did.replace("{where}", where), bug.why, bug.look)
    text = " ".join(each if each.endswith("?") else f"{each}." for each in sentences if each)
    return Diagnosis(bug.name, where, text)
