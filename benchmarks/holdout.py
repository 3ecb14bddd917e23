"""Take each mistake out of the catalogue in turn: its cases must then have no name at all.

    python -m benchmarks.holdout [EXERCISE ...]

Every wrong submission of tests/corpus that gets a name is judged a second time, as if the
catalogue had never heard of that mistake and its formulas. It prints what comes out under
another name and a line for each exercise; the exit code is 1 if there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.authoring.corpus import read_corpus
from grader.authoring.holdout import HeldOut, hold_out
from grader.grading.assignment import Assignment, builtin_names, find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
SEED = 20_261_124


def main(only: Sequence[str]) -> int:
    """Print the cases that come out as something else; 1 if there are any, otherwise 0."""
    others = 0
    for assignment in map(find_assignment, builtin_names()):
        for entry in assignment.entries:
            if not only or entry.id in only:
                others += _report(entry.id, list(_held_out(assignment, entry.id)))
    return 1 if others else 0


def _held_out(assignment: Assignment, exercise: str) -> Iterator[HeldOut]:
    with Launcher() as launcher:
        for expected in read_corpus(CORPUS / exercise):
            if not expected.right:
                yield from hold_out(launcher, assignment, expected, SEED)


def _report(exercise: str, tried: Sequence[HeldOut]) -> int:
    others = [each for each in tried if each.instead]
    for each in others:
        print(each)
    names = len({each.name for each in tried})
    named = len({each.expected.name for each in tried})
    wrong = sum(not expected.right for expected in read_corpus(CORPUS / exercise))
    print(
        f"{exercise}: {named} of {wrong} wrong submissions have a name; "
        f"{names} names withheld in {len(tried)} cases, {len(others)} come out as something else",
        flush=True,
    )
    return len(others)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
