"""Grade neural-network exercises: the interface for authors of assignments.

Everything that a checks module needs is here; nothing else is promised. Names
are resolved when first used, so that a command line that only prints its help
need not import NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from grader.checks import networks
    from grader.checks.draw import Draw
    from grader.checks.exercise import Exercise
    from grader.checks.expect import Parts, array_of, expect, unchanged, varied_array
    from grader.judgement.comparing import agrees
    from grader.judgement.networks import Architecture
    from grader.judgement.training import Curriculum
    from grader.judgement.verdicts import Finding, Judgement, Mismatch
    from grader.notebook.magic import Shell
    from grader.session import Remote, Student, StudentFault, same_object, write

__all__ = [
    "Architecture",
    "Curriculum",
    "Draw",
    "Exercise",
    "Finding",
    "Judgement",
    "Mismatch",
    "Parts",
    "Remote",
    "Student",
    "StudentFault",
    "agrees",
    "array_of",
    "expect",
    "networks",
    "same_object",
    "unchanged",
    "varied_array",
    "write",
]

_HOMES = {
    "Architecture": "grader.judgement.networks",
    "Curriculum": "grader.judgement.training",
    "Draw": "grader.checks.draw",
    "Exercise": "grader.checks.exercise",
    "Finding": "grader.judgement.verdicts",
    "Judgement": "grader.judgement.verdicts",
    "Mismatch": "grader.judgement.verdicts",
    "Parts": "grader.checks.expect",
    "agrees": "grader.judgement.comparing",
    "expect": "grader.checks.expect",
    "unchanged": "grader.checks.expect",
    "array_of": "grader.checks.expect",
    "varied_array": "grader.checks.expect",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'grader' has no attribute {name!r}")
    if name == "networks":
        return import_module("grader.checks.networks")
    return getattr(import_module(_HOMES.get(name, "grader.session")), name)


def load_ipython_extension(shell: Shell) -> None:
    """Offer ``%grade`` in a notebook; ``%load_ext grader`` calls this."""
    from grader.notebook.magic import Extension

    Extension(shell).load()
