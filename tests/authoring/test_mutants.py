"""Mutants: one small mistake each, inside what students write, as their diff says."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path
from textwrap import dedent, indent

import pytest

from grader.authoring.errors import AuthoringError
from grader.authoring.mutants import Mutant, mutants, sampled
from grader.authoring.mutants_equivalent import read_equivalent

ROOT = Path(__file__).parents[2]
CHAIN_RULE = ROOT / "solutions" / "warmup" / "chain_rule.py"


def solution(body: str) -> str:
    code = indent(dedent(body).strip("\n"), "    ")
    return f"def f(x, y, n=3):\n    ### BEGIN SOLUTION\n{code}\n    ### END SOLUTION\n"


def made_from(body: str, rule: str) -> set[str]:
    return {mutant.added for mutant in mutants(solution(body)) if mutant.rule == rule}


@pytest.mark.parametrize(
    ("rule", "body", "expected"),
    [
        ("operator", "return x - y", {"return x + y"}),
        ("operator", "return x @ y", {"return x * y"}),
        ("operator", "return x ** y", {"return x * y"}),
        ("operator", "return n - x * y", {"return n + x * y", "return n - x / y",
                                         "return n - (x + y)"}),
        ("operator", "x -= y", {"x += y"}),
        ("operands swapped", "return x @ y", {"return y @ x"}),
        ("operands swapped", "return (x + y) - n", {"return n - (x + y)"}),
        ("comparison", "return x > y", {"return x >= y", "return x < y"}),
        ("condition", "return x > y", {"return True", "return False"}),
        ("condition", "return x if n else y", {"return x", "return y"}),
        ("constant", "return x + 1", {"return x + 2", "return x + 0"}),
        ("constant", "return x + 0", {"return x + 1"}),
        ("constant", "return x * 0.5", {"return x * 1.0", "return x * 0.0"}),
        ("constant", 'return x[f"W{n + 1}"]', {'return x[f"W{n + 2}"]', 'return x[f"W{n + 0}"]'}),
        ("constant", "return x.sum(axis=0)", {"return x.sum(axis=1)"}),
        ("constant", "return x.sum(keepdims=True)", {"return x.sum(keepdims=False)"}),
        ("keyword dropped", "return x.sum(axis=0, keepdims=True)",
         {"return x.sum(keepdims=True)", "return x.sum(axis=0)"}),
        ("sign", "return -x", {"return x"}),
        ("sign", "return x + y", {"return -(x + y)"}),
        ("sign", "x, y = n.pop()", set()),
        ("transpose", "return x.T @ y", {"return x @ y", "return x.T @ y.T"}),
        ("call dropped", "return abs(x)", {"return x"}),
        ("call dropped", "return x.copy()", {"return x"}),
        ("other function", "return x.sum()", {"return x.mean()"}),
        ("range", "return range(n)", {"return range(n + 1)", "return range(n - 1)"}),
        ("range", "return range(1, n)", {"return range(1, n + 1)", "return range(1, n - 1)"}),
        ("slice", "return x[1:]", {"return x[:]"}),
        ("slice", "x[...] = y", {"x = y"}),
        ("and/or", "return x and y", {"return x or y"}),
        ("= for +=", "x += y", {"x = y"}),
        ("return dropped", "return x", {"return"}),
        ("statement deleted", "x += y\nreturn x", {"pass"}),
    ],
)  # fmt: skip
def test_each_rule_makes_its_mistakes(rule: str, body: str, expected: set[str]) -> None:
    assert made_from(body, rule) == expected


def test_only_what_students_write_is_changed() -> None:
    text = (
        "LIMIT = 1\n\n\n" + solution("return x") + "\n\ndef given(x):\n    return x + LIMIT + 2\n"
    )
    assert {mutant.function for mutant in mutants(text)} == {"f"}
    assert {mutant.line for mutant in mutants(text)} == {6}


def test_a_solution_without_regions_has_no_mutants() -> None:
    assert mutants("def f(x):\n    return x + 1\n") == []


def test_unbalanced_markers_are_refused() -> None:
    with pytest.raises(AuthoringError, match="line 2"):
        mutants("def f(x):\n    ### BEGIN SOLUTION\n    return x + 1\n")


def test_characters_of_several_bytes_before_a_change_do_not_shift_it() -> None:
    assert made_from('return "ß→" * (x - y)', "operator") >= {'return "ß→" * (x + y)'}


def test_a_compound_statement_is_deleted_with_its_body() -> None:
    (mutant,) = [
        each
        for each in mutants(solution("for i in n:\n    x += y\nreturn x"))
        if each.rule == "statement deleted" and each.line == 3
    ]
    assert mutant.removed == "for i in n:\nx += y"
    assert mutant.added == "pass"


@pytest.mark.parametrize("name", ["warmup/chain_rule", "warmup/two_layer"])
def test_mutants_of_a_solution_are_python_and_all_different(name: str) -> None:
    text = (ROOT / "solutions" / f"{name}.py").read_text()
    trees = [ast.dump(ast.parse(mutant.text)) for mutant in mutants(text)]
    assert len(trees) > 30
    assert len({ast.dump(ast.parse(text)), *trees}) == len(trees) + 1


def test_the_diff_is_that_of_the_line() -> None:
    text = solution("x = x - y\nreturn x")
    (mutant,) = [each for each in mutants(text) if each.rule == "operator"]
    assert mutant.diff(text, "f.py").split("\n")[1:] == [
        "     ### BEGIN SOLUTION",
        "-    x = x - y",
        "+    x = x + y",
        "     return x",
    ]


def test_the_same_solution_gives_the_same_mutants() -> None:
    text = CHAIN_RULE.read_text()
    assert mutants(text) == mutants(text)


def test_a_sample_is_spread_over_the_whole_and_follows_the_seed() -> None:
    everything = mutants(CHAIN_RULE.read_text())
    few = sampled(everything, 5, seed=1)
    places = [everything.index(mutant) for mutant in few]
    gap = len(everything) / 5
    assert all(abs(b - a - gap) <= 1 for a, b in itertools.pairwise(places))
    assert few == sampled(everything, 5, seed=1)
    assert few != sampled(everything, 5, seed=2)
    assert sampled(everything, None, seed=1) == everything
    assert sampled(everything, 0, seed=1) == []


CLAIM = """
[[equivalent]]
exercise = "double"
function = "f"
line = "return x - y"
mutant = "return x + y"
reason = "y is 0"
"""


def operator_mutant() -> Mutant:
    return next(each for each in mutants(solution("return x - y")) if each.rule == "operator")


def test_a_claim_fits_the_mutant_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "equivalent.toml").write_text(CLAIM)
    (claim,) = read_equivalent(tmp_path)
    assert claim.fits(operator_mutant())
    assert claim.reason == "y is 0"


@pytest.mark.parametrize("change", [("x + y", "x * y"), ("x - y", "y"), ('"f"', '"g"')])
def test_a_claim_fits_no_other_mutant(tmp_path: Path, change: tuple[str, str]) -> None:
    (tmp_path / "equivalent.toml").write_text(CLAIM.replace(*change))
    (claim,) = read_equivalent(tmp_path)
    assert not claim.fits(operator_mutant())


@pytest.mark.parametrize(
    ("text", "problem"),
    [("[[equivalent]]\nexercise = 'f'\n", "entry 1 needs a text 'function'"), ("[", "cannot be")],
)
def test_claims_that_cannot_be_used_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "equivalent.toml").write_text(text)
    with pytest.raises(AuthoringError, match=problem):
        read_equivalent(tmp_path)


@pytest.mark.parametrize("assignment", ["warmup", "practice"])
def test_every_claim_of_this_project_is_about_a_mutant_of_its_solution(assignment: str) -> None:
    folder = ROOT / "solutions" / assignment
    claims = read_equivalent(folder)
    assert claims
    made = {
        name: mutants((folder / f"{name}.py").read_text())
        for name in {claim.exercise for claim in claims}
    }
    assert [claim for claim in claims if not any(map(claim.fits, made[claim.exercise]))] == []


def test_without_a_file_there_are_no_claims(tmp_path: Path) -> None:
    assert read_equivalent(tmp_path) == []
