"""One exercise, from its checks to points: statuses, faults, follow-through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from grader.authoring.corpus import grade_text
from grader.checks.draw import Draw
from grader.checks.exercise import CheckFunction, Exercise
from grader.checks.expect import Parts, expect
from grader.grading.assignment import ExerciseEntry
from grader.grading.submission import grade_submission, prepare
from grader.judgement.verdicts import Finding, Judgement
from grader.report.records import CheckResult, ExerciseResult
from grader.session import GraderFault, Launcher, Student

from .conftest import solution

RIGHT = "def double(x):\n    return 2 * x\ndef triple(x):\n    return 3 * x\n"
STUB = """def double(x):
    raise NotImplementedError("double")
def triple(x):
    raise NotImplementedError("triple")
"""
Judge = Callable[..., ExerciseResult]


def twice(student: Student, draw: Draw) -> None:
    """double(x) is twice x"""
    x = draw.normal((3,))
    expect(student.double(x), "double(x)").equals(2 * x)


def thrice(student: Student, draw: Draw) -> None:
    """triple(x) is three times x"""
    x = draw.normal((3,))
    expect(student.triple(x), "triple(x)").equals(3 * x)


@pytest.fixture(scope="session")
def judge(launcher: Launcher) -> Judge:
    """``judge(source, check, ...)`` grades by these checks of 4 points and a second each."""

    def run(
        source: str,
        *functions: object,
        follow_through: bool = True,
        excused_by: tuple[str, ...] = (),
        seed: int = 1,
    ) -> ExerciseResult:
        exercise = Exercise("numbers", title="Numbers", lecture="1")
        for position, function in enumerate(functions):
            excuses = excused_by if position else ()
            declare = exercise.check(points=4, excused_by=excuses, cpu_s=1)
            declare(cast(CheckFunction, function))
        entry = ExerciseEntry("numbers", "Numbers", 4.0 * len(functions), ("double", "triple"))
        text = source.encode()
        return grade_text(launcher, entry, exercise, text, seed, follow_through=follow_through)

    return run


def summary(result: ExerciseResult) -> list[tuple[str, float | None]]:
    return [(check.status, check.score) for check in result.checks]


def test_right_code_passes(judge: Judge) -> None:
    result = judge(RIGHT, twice, thrice)
    assert (result.status, result.score, result.message) == ("passed", 8, None)
    assert summary(result) == [("passed", 4), ("passed", 4)]
    assert all(check.message is None for check in result.checks)


def test_wrong_code_fails_its_check_only(judge: Judge) -> None:
    result = judge(RIGHT + "def double(x):\n    return x + 2\n", twice, thrice)
    assert result.status == "partial"
    assert summary(result) == [("failed", 0), ("passed", 4)]
    wrong = result.checks[0]
    assert wrong.message is not None
    assert "double(x)" in wrong.message
    assert {"expected", "got", "relative_error", "index"} <= set(wrong.evidence)


def test_the_stub_is_not_started(judge: Judge) -> None:
    result = judge(STUB, twice, thrice)
    assert (result.status, result.score) == ("missing", 0)
    assert summary(result) == [("skipped", 0), ("skipped", 0)]
    assert "not started" in (result.message or "")


def test_one_function_that_is_not_written_yet_is_skipped(judge: Judge) -> None:
    half = RIGHT + 'def triple(x):\n    raise NotImplementedError("triple")\n'
    result = judge(half, twice, thrice)
    assert result.status == "partial"
    assert summary(result) == [("passed", 4), ("skipped", 0)]
    assert "not written yet" in (result.checks[1].message or "")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("raise ValueError('oops')", "error"),
        ("while True: pass", "timeout"),
        ("import os; os._exit(1)", "error"),
        ("raise SystemExit", "error"),
        ("undefined", "error"),
        ("import time; time.sleep(1000)", "timeout"),
    ],
)
def test_a_function_that_misbehaves_costs_its_check_only(
    judge: Judge, body: str, status: str
) -> None:
    result = judge(f"{RIGHT}def double(x):\n    {body}\n", twice, thrice)
    assert summary(result) == [(status, 0), ("passed", 4)]
    assert result.status == "partial"
    assert result.checks[0].message


@pytest.mark.parametrize(
    "source", ["def double(:\n", "import sys; sys.exit()", "import os; os._exit(0)", "1 / 0"]
)
def test_a_file_that_cannot_be_loaded_says_why(judge: Judge, source: str) -> None:
    result = judge(source, twice, thrice)
    assert (result.score, result.max_score) == (0, 8)
    assert result.status in ("error", "failed")
    assert result.message
    assert all(check.score == 0 for check in result.checks)


def test_a_name_that_is_missing_is_named(judge: Judge) -> None:
    result = judge("def double(x):\n    return 2 * x\n", twice, thrice)
    assert result.status == "partial"
    assert "triple" in (result.message or "")
    assert summary(result) == [("passed", 4), ("error", 0)]


def failing(student: Student, draw: Draw) -> None:
    """A check with a slip of its author"""
    raise ZeroDivisionError("a slip")


def faulty(student: Student, draw: Draw) -> None:
    """A check that meets a fault of the machine"""
    raise GraderFault("no more processes")


def misnaming(student: Student, draw: Draw) -> None:
    """A check with a name for the mistake that the catalogue does not have"""
    expect(student.double(1.0), "double(x)").equals(7.0, wrong={"no-such-name": 2.0})


def misnaming_a_share(student: Student, draw: Draw) -> Judgement:
    """A check with such a name for the half that is lost"""
    unknown = Finding("half is wrong", topic="double", candidates=frozenset({"no-such-name"}))
    return Judgement(0.5, 0.5, (unknown,))


def answering(student: Student, draw: Draw) -> bool:
    """A check that returns what is no judgement"""
    return True


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (failing, "a slip"),
        (faulty, "no more processes"),
        (misnaming, "no mistake is called 'no-such-name'"),
        (misnaming_a_share, "no mistake is called 'no-such-name'"),
        (answering, "the check itself failed"),
    ],
)
def test_a_fault_that_is_not_the_students_is_never_a_zero(
    judge: Judge, check: object, words: str
) -> None:
    result = judge(RIGHT, twice, check, thrice)
    assert (result.status, result.score) == ("not_graded", None)
    assert summary(result) == [("passed", 4), ("not_graded", None), ("passed", 4)]
    message = result.checks[1].message or ""
    assert "not your fault" in message
    assert words in message


def halves(student: Student, draw: Draw) -> Judgement:
    """double and triple, half of the points each"""
    parts = Parts()
    for check in (twice, thrice):
        with parts.part():
            check(student, draw)
    return parts.judgement()


def test_a_part_costs_its_share(judge: Judge) -> None:
    result = judge(RIGHT + "def double(x):\n    return x\n", halves)
    assert summary(result) == [("partial", 2)]
    assert judge(RIGHT, halves).score == 4


def excused(student: Student, draw: Draw) -> Judgement:
    """Right by follow-through, not by itself"""
    return Judgement(1.0, 0.25, (Finding("only a quarter is right"),))


def test_follow_through_shows_both_scores_and_can_be_switched_off(judge: Judge) -> None:
    with_it, without = judge(RIGHT, excused), judge(RIGHT, excused, follow_through=False)
    assert with_it.checks[0].score == 4
    assert with_it.checks[0].score_without_follow_through == 1
    assert without.checks[0].score == 1
    assert without.checks[0].score_without_follow_through == 1


def test_follow_through_needs_a_mistake_that_was_paid_for(judge: Judge) -> None:
    wrong = RIGHT + "def double(x):\n    return x\n"
    unpaid = judge(RIGHT, twice, excused, excused_by=("twice",))
    paid = judge(wrong, twice, excused, excused_by=("twice",))
    assert [check.score for check in unpaid.checks] == [4, 1]
    assert [check.score for check in paid.checks] == [0, 4]


def generous(student: Student, draw: Draw) -> Judgement:
    """A strict share above the other makes no points"""
    return Judgement(0.5, 1.0)


def test_the_strict_score_is_never_the_higher_one(judge: Judge) -> None:
    (check,) = judge(RIGHT, generous).checks
    assert (check.score, check.score_without_follow_through) == (2, 2)


def without_time(result: ExerciseResult) -> list[dict[str, object]]:
    fields = [field for field in CheckResult.__dataclass_fields__ if field != "duration_s"]
    return [{name: getattr(check, name) for name in fields} for check in result.checks]


def test_one_seed_gives_one_result(judge: Judge) -> None:
    wrong = RIGHT + "def double(x):\n    return x * x\n"
    one, again, other = (judge(wrong, twice, thrice, seed=seed) for seed in (5, 5, 6))
    assert without_time(one) == without_time(again)
    assert without_time(one) != without_time(other)


def test_the_seed_of_the_cases_stays_out_of_the_worker(judge: Judge) -> None:
    tell = "import numpy as np\nseed = int(np.random.get_state()[1][0])\n"
    wrong = tell + "def double(x):\n    raise ValueError(f'drawn with {seed}.')\n"
    told = {str(judge(wrong, twice, seed=seed).checks[0].message) for seed in (5, 5, 6)}
    assert len(told) == 2
    assert not any("drawn with 5." in message for message in told)


def test_a_submission_of_one_exercise_costs_one_worker(tmp_path: Path) -> None:
    (tmp_path / "tanh.py").write_text(solution("tanh"))
    with Launcher() as launcher:
        _ = launcher.isolation
        hired = launcher._hiring
        assert hired is not None
        before = next(hired._numbers)
        grade_submission(launcher, prepare(launcher, tmp_path, "practice"), seed=1)
        assert next(hired._numbers) - before == 2  # one, and the number just taken
