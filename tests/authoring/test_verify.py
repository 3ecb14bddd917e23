"""Proving a small assignment: each thing that can be wrong with it is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.authoring.verify_command import verify_command

TOML = """
id = "small"
title = "A small assignment"
[[exercises]]
id = "double"
title = "Twice"
points = 3
names = ["double"]
"""
CHECKS = '''
from grader import Exercise, expect

exercise = Exercise("double", title="Twice", lecture="1")

@exercise.check(points=2, cpu_s=5.0)
def values(student, draw):
    """double(x) is twice x"""
    x = draw.normal((2, 3))
    expect(student.double(x)).equals(2 * x)

@exercise.check(points=1, cpu_s=5.0)
def negative(student, draw):
    """double(x) of a negative x"""
    expect(student.double(-3.0)).equals(-6.0)
'''
SOLUTION = """import numpy as np


def double(x):
    ### BEGIN SOLUTION
    return 2 * np.asarray(x)
    ### END SOLUTION
"""
CLAIM = """
[[equivalent]]
exercise = "double"
function = "double"
line = "return 2 * np.asarray(x)"
mutant = "return 2 * x"
reason = "x is an array already"
"""
SURVIVOR = "-    return 2 * np.asarray(x)\n  +    return 2 * x\n"
MANIFEST = """
[right.sum]
[right.worse]
[wrong.square]
bug = "not-a-name"
loses = ["double.values"]
[wrong.better]
loses = ["double.values"]
"""

Verify = Callable[..., Result]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of an assignment, with its solutions in solutions/small beside it."""
    folder = tmp_path / "small"
    (folder / "checks").mkdir(parents=True)
    (folder / "assignment.toml").write_text(TOML)
    (folder / "checks" / "double.py").write_text(CHECKS)
    (tmp_path / "solutions" / "small").mkdir(parents=True)
    (tmp_path / "solutions" / "small" / "double.py").write_text(SOLUTION)
    return folder


@pytest.fixture
def verify(small: Path) -> Verify:
    def run(*options: str, code: int = 0) -> Result:
        result = CliRunner().invoke(verify_command, [str(small), "--jobs", "1", *options])
        assert result.exit_code == code, result.output
        return result

    return run


def row(result: Result, table: str, name: str) -> list[str]:
    """The cells of a row in the table whose first head is ``table``."""
    block = next(each for each in result.output.split("\n\n") if each.startswith(table))
    line = next(line for line in block.split("\n") if line.split("  ")[0] == name)
    return re.split(r"\s{2,}", line)


def test_a_good_assignment_is_proved(verify: Verify) -> None:
    result = verify("--seeds", "3")
    assert row(result, "exercise", "double") == ["double", "3", "3 of 3 seeds", "yes"]
    name, made, tried, killed, equivalent, surviving, score = row(result, "mutants", "double")
    assert (name, made, tried) == ("double", "7", "7")
    assert (killed, equivalent, surviving, score) == ("6", "0", "1", "85.7 %")
    assert SURVIVOR in result.output
    assert result.output.count("@@") == 2  # the survivor's hunk, nothing else
    assert "The proof holds; 1 mutant survived" in result.output


def test_a_surviving_mutant_may_be_claimed_equivalent(small: Path, verify: Verify) -> None:
    (small.parent / "solutions" / "small" / "equivalent.toml").write_text(CLAIM)
    result = verify("--seeds", "1")
    assert row(result, "mutants", "all")[3:] == ["6", "1", "0", "100.0 %"]
    assert "is equivalent: x is an array already" in result.output
    assert SURVIVOR in result.output
    assert "every mutant lost a point or is equivalent" in result.output


def test_a_claim_about_a_mutant_that_loses_fails_the_proof(small: Path, verify: Verify) -> None:
    claim = CLAIM.replace("return 2 * x", "return 3 * np.asarray(x)")
    (small.parent / "solutions" / "small" / "equivalent.toml").write_text(claim)
    result = verify("--seeds", "1", code=1)
    assert "is said to be equivalent, but loses points: double.values" in result.output
    assert "THE PROOF FAILS" in result.output


def test_a_claim_about_no_mutant_is_pointed_out(small: Path, verify: Verify) -> None:
    claim = CLAIM.replace("return 2 * x", "return x")
    (small.parent / "solutions" / "small" / "equivalent.toml").write_text(claim)
    assert "equivalent.toml names a mutant that there is not" in verify("--seeds", "1").output


def test_a_claim_about_an_unknown_exercise_is_refused(small: Path, verify: Verify) -> None:
    claim = CLAIM.replace('exercise = "double"', 'exercise = "duoble"')
    (small.parent / "solutions" / "small" / "equivalent.toml").write_text(claim)
    output = verify("--seeds", "1", code=2).output
    assert "equivalent.toml" in output
    assert "'duoble'" in output
    assert "double" in output


def test_a_solution_that_loses_points_fails_the_proof(small: Path, verify: Verify) -> None:
    wrong = SOLUTION.replace("2 * np.asarray(x)", "2 * np.abs(x)")
    (small.parent / "solutions" / "small" / "double.py").write_text(wrong)
    result = verify("--seeds", "2", code=1)
    assert row(result, "exercise", "double")[2] == "0 of 2 seeds"
    assert "the solution loses with seed 1: 0 of 3; double.values" in result.output
    assert row(result, "mutants", "double")[2] == "0"


def test_a_solution_that_loses_with_one_seed_only_is_found(small: Path, verify: Verify) -> None:
    checks = small / "checks" / "double.py"
    checks.write_text(CHECKS.replace("2 * x)", "2 * x + (draw.integers(0, 2) == 0))"))
    output = verify("--seeds", "8", "--mutants", "0", code=1).output
    assert 0 < output.count("the solution loses with seed") < 8


def test_a_stub_that_gets_points_fails_the_proof(small: Path, verify: Verify) -> None:
    checks = small / "checks" / "double.py"
    checks.write_text(CHECKS.replace("expect(student.double(-3.0)).equals(-6.0)", "pass"))
    result = verify("--seeds", "1", "--mutants", "0", code=1)
    assert row(result, "exercise", "double")[3] == "NO"
    assert "the stub gets 1 points, from double.negative" in result.output


def test_a_stub_that_is_not_recognised_as_one_fails_the_proof(small: Path, verify: Verify) -> None:
    text = SOLUTION.replace("def double(x):", "def double(x):\n    x = x.copy()")
    (small.parent / "solutions" / "small" / "double.py").write_text(text)
    result = verify("--seeds", "1", "--mutants", "0", code=1)
    assert "not as missing" in result.output


def test_a_check_that_breaks_on_a_mutant_fails_the_proof(small: Path, verify: Verify) -> None:
    broken = 'if student.double(-3.0) == -9.0:\n        raise ValueError("oops")'
    lenient = CHECKS.replace("equals(2 * x)", "equals(2 * x, tolerance=1e9)")
    checks = lenient.replace("expect(student.double(-3.0)).equals(-6.0)", broken)
    (small / "checks" / "double.py").write_text(checks)
    result = verify("--seeds", "1", code=1)
    assert "could not be graded: double.negative" in result.output
    assert "oops" in result.output


def test_checks_that_name_an_unknown_mistake_fail_the_proof(small: Path, verify: Verify) -> None:
    named = 'equals(2 * x, wrong={"no-such-name": 3 * x})'
    (small / "checks" / "double.py").write_text(CHECKS.replace("equals(2 * x)", named))
    output = verify("--seeds", "1", code=1).output
    assert "not graded" in output or "could not be graded" in output
    assert "no-such-name" in output


def test_a_mutant_that_never_ends_is_stopped_and_counts_as_killed(
    small: Path, verify: Verify
) -> None:
    loop = "    n = 0\n    while n < 2:\n        n += 1\n    return n * x\n"
    text = SOLUTION.replace("    return 2 * np.asarray(x)\n", loop)
    (small.parent / "solutions" / "small" / "double.py").write_text(text)
    (small / "checks" / "double.py").write_text(CHECKS.replace("cpu_s=5.0", "cpu_s=0.3"))
    output = verify("--seeds", "1").output
    assert "n = 1" in output  # one step less, which is the same
    assert "pass" not in output  # n stays 0 for ever


def test_a_sample_of_the_mutants(verify: Verify) -> None:
    assert row(verify("--seeds", "1", "--mutants", "2"), "mutants", "double")[1:3] == ["7", "2"]


def test_several_processes_find_the_same(small: Path, verify: Verify) -> None:
    def findings(output: str) -> str:
        return output[: output.index("It took")]

    two = CliRunner().invoke(verify_command, [str(small), "--jobs", "2", "--seeds", "1"])
    assert findings(two.output) == findings(verify("--seeds", "1").output)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Right and wrong submissions, some of which are on the wrong side."""
    folder = tmp_path / "corpus" / "double"
    for name, expression in {
        "right/sum": "x + x",
        "right/worse": "x * 3",
        "wrong/square": "x * x",
        "wrong/better": "x + x",
    }.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"def double(x):\n    return {expression}\n")
    (folder / "manifest.toml").write_text(MANIFEST)
    return folder.parent


def test_a_corpus_on_the_wrong_side_fails_the_proof(verify: Verify, corpus: Path) -> None:
    result = verify("--seeds", "2", "--mutants", "0", "--corpus", str(corpus), code=1)
    assert row(result, "corpus", "double")[1:5] == ["2", "1", "2", "1"]
    assert "double/worse is right and loses points: double.values" in result.output
    assert "double/better is wrong and loses none" in result.output
    assert row(result, "mistake", "not-a-name") == ["not-a-name", "2", "2 x (not recognised)"]


def test_a_submission_that_the_manifest_promises_must_be_there(
    verify: Verify, corpus: Path
) -> None:
    (corpus / "double" / "right" / "sum.py").unlink()
    result = verify("--seeds", "1", "--mutants", "0", "--corpus", str(corpus), code=1)
    assert "double/sum could not be graded" in result.output
    assert "sum.py" in result.output


def test_a_corpus_that_comes_out_right(verify: Verify, corpus: Path) -> None:
    good = MANIFEST.replace("[right.worse]\n", "").split("[wrong.better]")[0]
    (corpus / "double" / "manifest.toml").write_text(good)
    result = verify("--seeds", "1", "--mutants", "0", "--corpus", str(corpus))
    assert row(result, "corpus", "all")[1:5] == ["1", "0", "1", "0"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["-e", "triple"], "no exercise 'triple'"),
        (["--solutions", "{small}"], "double.py cannot be read"),
        (["--corpus", "{small}"], "has no folder EXERCISE/manifest.toml"),
        (["--seeds", "0"], "--seeds"),
    ],
)
def test_what_cannot_be_tried_is_refused(
    small: Path, verify: Verify, options: list[str], problem: str
) -> None:
    result = verify(*(each.format(small=small) for each in options), code=2)
    assert problem in result.output


def test_without_solutions_it_says_where_it_looked(small: Path, verify: Verify) -> None:
    (small.parent / "solutions").rename(small.parent / "elsewhere")
    output = verify(code=2).output
    assert str(small.parent / "solutions" / "small") in output
    assert "--solutions" in output
    moved = small.parent / "elsewhere" / "small"
    verify("--solutions", str(moved), "--seeds", "1", "--mutants", "0")


def test_a_solution_without_markers_is_refused(small: Path, verify: Verify) -> None:
    path = small.parent / "solutions" / "small" / "double.py"
    path.write_text("def double(x):\n    return 2 * x\n")
    assert "no solution is marked" in verify(code=2).output


def test_an_unknown_assignment_is_refused() -> None:
    result = CliRunner().invoke(verify_command, ["nowhere"])
    assert result.exit_code == 2
    assert "practice, warmup" in result.output
