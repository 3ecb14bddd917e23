"""What a wrong submission is called when its mistake is taken out of the catalogue.

A mistake that nobody has thought of must have no name rather than another one's. Each mistake
of a corpus stands in for such a one: its name and its formulas are withheld.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.authoring.corpus import Expected, grade_one
from grader.grading.assignment import Assignment
from grader.judgement.catalogue import withheld
from grader.session import Launcher


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A submission, the name that was withheld, and the names that came in its place."""

    expected: Expected
    name: str
    instead: tuple[str, ...]

    def __str__(self) -> str:
        place = f"{self.expected.exercise}/{self.expected.name}"
        return f"{place}: without {self.name}, called {', '.join(self.instead) or 'nothing'}"


def hold_out(
    launcher: Launcher, assignment: Assignment, expected: Expected, seed: int
) -> Iterator[HeldOut]:
    """Withhold each name that the submission gets, one at a time.

    A name that it gets anyway, or that its manifest says is true as well, is in no one's place.
    """
    named = grade_one(launcher, assignment, expected, seed).bugs
    for name in named:
        with withheld(name):
            said = grade_one(launcher, assignment, expected, seed).bugs
        instead = set(said) - set(named) - set(expected.bugs)
        yield HeldOut(expected, name, tuple(sorted(instead)))
