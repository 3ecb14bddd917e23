"""Hostile Python files. Each says in its first line what it tries and what a breach would be."""

from __future__ import annotations

import sys

import pytest

from .levels import EARNS, HELD, NAMES, PAGE, SUBMISSIONS, page, told

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches level full")

# That these reach something at level "process" shows that they are real attacks.
OUTCOMES = told(PAGE.read_text(encoding="utf-8"))
SUCCEED_UNCONFINED = [name for name, (_, process) in OUTCOMES.items() if process != HELD]


@linux
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_graded_and_breaches_nothing(name, trap):
    trap.arm((SUBMISSIONS / f"{name}.py").read_text())
    grading = trap.grade()
    assert grading.status == 0, grading.printed
    assert grading.breaches() == []
    assert trap.traces() == []
    assert grading.report["isolation"]["level"] == "full"
    assert (grading.score("double"), grading.score("triple")) == (0, 10)


@linux
@pytest.mark.parametrize("name", SUCCEED_UNCONFINED)
def test_without_confinement_it_breaches_but_forges_no_score(name, trap):
    trap.arm((SUBMISSIONS / f"{name}.py").read_text())
    grading = trap.grade(isolation="process")
    assert grading.breaches() or trap.traces()
    copied = OUTCOMES[name][1] == EARNS
    assert (grading.score("double"), grading.score("triple")) == (10 * copied, 10)


def test_a_right_submission_is_worth_all_points(trap):
    trap.arm("")
    (trap.submission / "double.py").write_text("def double(x):\n    return 2 * x\n")
    grading = trap.grade(isolation="full" if sys.platform == "linux" else "process")
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert grading.report["score"] == 20


def test_every_hostile_file_says_what_a_breach_would_be():
    texts = [(SUBMISSIONS / f"{name}.py").read_text().splitlines() for name in NAMES]
    assert all(any("Breach: " in line for line in lines[:2]) for lines in texts)
    assert len(NAMES) >= 60


def test_the_page_of_attacks_shows_each_and_what_it_tries():
    text = PAGE.read_text(encoding="utf-8")
    machine = text.partition("Tried on ")[2].partition(": of ")[0]
    assert sorted(OUTCOMES) == NAMES, "run: python -m tests.attacks.levels"
    assert {full for full, _ in OUTCOMES.values()} == {HELD}
    assert page(OUTCOMES, machine) == text
