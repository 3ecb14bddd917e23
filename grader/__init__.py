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
    from grader.checks import assertions, networks
    from grader.checks.apart import apart, judge_apart
    from grader.checks.behaviour import (
        came_out_finite,
        keeps_arguments,
        results_stay,
        same_again,
        stays_finite,
    )
    from grader.checks.derivations import Derivation
    from grader.checks.draw import Draw
    from grader.checks.exercise import Exercise
    from grader.checks.expect import Parts, array_of, expect, unchanged, varied_array
    from grader.checks.figures import Drawn, Figures, Plot
    from grader.checks.gradients import gradients, judge_gradients
    from grader.checks.path import follow
    from grader.judgement.catalogue.entries import Bug
    from grader.judgement.comparing import agrees
    from grader.judgement.networks import Architecture
    from grader.judgement.training import Curriculum
    from grader.judgement.verdicts import Finding, Judgement, Mismatch
    from grader.notebook.magic import Shell
    from grader.session import Remote, Steps, Student, StudentFault, same_object, write

_HOMES = {
    "Architecture": "grader.judgement.networks",
    "Bug": "grader.judgement.catalogue.entries",
    "Curriculum": "grader.judgement.training",
    "Derivation": "grader.checks.derivations",
    "Draw": "grader.checks.draw",
    "Drawn": "grader.checks.figures",
    "Exercise": "grader.checks.exercise",
    "Figures": "grader.checks.figures",
    "Finding": "grader.judgement.verdicts",
    "Judgement": "grader.judgement.verdicts",
    "Mismatch": "grader.judgement.verdicts",
    "Parts": "grader.checks.expect",
    "Plot": "grader.checks.figures",
    "Remote": "grader.session",
    "Steps": "grader.session",
    "Student": "grader.session",
    "StudentFault": "grader.session",
    "agrees": "grader.judgement.comparing",
    "apart": "grader.checks.apart",
    "array_of": "grader.checks.expect",
    "assertions": "grader.checks",
    "came_out_finite": "grader.checks.behaviour",
    "expect": "grader.checks.expect",
    "follow": "grader.checks.path",
    "gradients": "grader.checks.gradients",
    "judge_apart": "grader.checks.apart",
    "judge_gradients": "grader.checks.gradients",
    "keeps_arguments": "grader.checks.behaviour",
    "networks": "grader.checks",
    "results_stay": "grader.checks.behaviour",
    "same_again": "grader.checks.behaviour",
    "same_object": "grader.session",
    "stays_finite": "grader.checks.behaviour",
    "unchanged": "grader.checks.expect",
    "varied_array": "grader.checks.expect",
    "write": "grader.session",
}

__all__ = [
    "Architecture",
    "Bug",
    "Curriculum",
    "Derivation",
    "Draw",
    "Drawn",
    "Exercise",
    "Figures",
    "Finding",
    "Judgement",
    "Mismatch",
    "Parts",
    "Plot",
    "Remote",
    "Steps",
    "Student",
    "StudentFault",
    "agrees",
    "apart",
    "array_of",
    "assertions",
    "came_out_finite",
    "expect",
    "follow",
    "gradients",
    "judge_apart",
    "judge_gradients",
    "keeps_arguments",
    "networks",
    "results_stay",
    "same_again",
    "same_object",
    "stays_finite",
    "unchanged",
    "varied_array",
    "write",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'grader' has no attribute {name!r}")
    if name in ("assertions", "networks"):
        return import_module(f"grader.checks.{name}")
    return getattr(import_module(_HOMES[name]), name)


def load_ipython_extension(shell: Shell) -> None:
    """Offer ``%grade`` in a notebook; ``%load_ext grader`` calls this."""
    from grader.notebook.magic import Extension

    Extension(shell).load()
