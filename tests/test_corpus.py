"""Every submission of the corpora, graded once: what it loses, and what its mistake is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from grader.authoring.corpus import Seen, grade_one, read_corpus
from grader.grading.assignment import Assignment, builtin_names, find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parent / "corpus"
SEED = 20_261_123
NAMED = 0.9
"""The part of the mistakes that have a name which must be called by it; none by another."""

ASSIGNMENTS = {
    entry.id: assignment
    for assignment in map(find_assignment, builtin_names())
    for entry in assignment.entries
}


def graded(launcher: Launcher, assignment: Assignment, exercise: str) -> list[Seen]:
    corpus = list(read_corpus(CORPUS / exercise))
    # Most of the time goes by in the workers, which may as well run side by side.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        grade = partial(grade_one, launcher, assignment, seed=SEED)
        return list(pool.map(grade, corpus))


def deviations(seen: Seen) -> Iterator[str]:
    """How the points of one submission differ from what its manifest says."""
    expected = seen.expected
    if any(check.status == "not_graded" for check in seen.result.checks):
        yield "could not be graded"
    if expected.right:
        if seen.lost:
            yield f"is right, but loses {_listed(seen.lost)}{_first_message(seen)}"
        return
    # Whether a wrong network learns XOR all the same is no one's promise.
    unfair = seen.unfair - {f"{expected.exercise}.xor"}
    if unfair:
        yield f"loses {_listed(unfair)} without reason{_first_message(seen, unfair)}"
    if seen.missed:
        yield f"keeps all the points of {_listed(seen.missed)}"
    if not seen.lost:
        yield "is wrong, but gets full marks"
    if seen.naming == "wrong":
        yield f"is called {_listed(seen.bugs)}, not {_listed(expected.bugs) or 'by no name'}"


def _listed(names: frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(sorted(names))


def _first_message(seen: Seen, among: frozenset[str] | None = None) -> str:
    lost = among or seen.lost
    message = next((check.message for check in seen.result.checks if check.id in lost), None)
    return f": {message}" if message else ""


def unrecognised(seen: list[Seen]) -> list[str]:
    """The mistakes that have a name and were not called by it, if they are too many."""
    named = [each for each in seen if not each.expected.right and not each.expected.unnamed]
    missed = [each.expected for each in named if each.naming != "right"]
    if len(missed) <= (1 - NAMED) * len(named):
        return []
    names = ", ".join(f"{each.name} ({each.bugs[0]})" for each in missed)
    return [f"{len(missed)} of {len(named)} mistakes are not called by their name: {names}"]


@pytest.mark.parametrize("exercise", sorted(ASSIGNMENTS))
def test_every_submission_gets_what_it_deserves(launcher: Launcher, exercise: str) -> None:
    seen = graded(launcher, ASSIGNMENTS[exercise], exercise)
    found = [f"{each.expected.name} {text}" for each in seen for text in deviations(each)]
    found += unrecognised(seen)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("exercise", sorted(ASSIGNMENTS))
def test_the_manifest_lists_every_file_and_only_checks_that_exist(exercise: str) -> None:
    expected = list(read_corpus(CORPUS / exercise))
    files = {
        path for kind in ("right", "wrong") for path in (CORPUS / exercise / kind).glob("*.py")
    }
    assert {each.path for each in expected} == files
    assignment = ASSIGNMENTS[exercise]
    entry = next(entry for entry in assignment.entries if entry.id == exercise)
    checks = {check.id for check in assignment.exercise(entry).checks}
    for each in expected:
        assert each.loses | each.may_lose <= checks, each.name
        assert each.right or each.loses, f"{each.name}: a wrong one must lose something"
