"""Expectations and parts, by what a student is told."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.expect import Parts, expect, unchanged
from grader.checks.faults import finding_of
from grader.judgement.catalogue import withheld
from grader.judgement.verdicts import Finding, Judgement, Mismatch, settled
from grader.session import StudentFault

Z = np.array([[1.0, -2.0], [0.5, 3.0]])


def finding(value: object, expected: object = Z, **options: object) -> Finding:
    """What a check of one part says of ``value``."""
    parts = Parts()
    with parts.part():
        expect(value, "tanh(z)", "z of shape (2, 2)").equals(expected, **options)  # type: ignore[arg-type]
    found = parts.judgement()
    assert found.share == 0
    return settled(found.findings)[0]


def test_what_is_right_passes_without_a_word() -> None:
    expect(Z + 1e-9).equals(Z)
    expect(Z.tolist()).equals(Z)
    expect(2).equals(2.0)
    expect(Z).is_finite()
    expect(Z).is_true(True, "never said")


def test_wrong_numbers_are_shown() -> None:
    found = finding(Z + np.array([[0, 0], [0, 1]]))
    assert "tanh(z)" in found.message
    assert found.evidence["index"] == [1, 1]
    assert (found.evidence["expected"], found.evidence["got"]) == (3, 4)
    assert found.evidence["case"] == "z of shape (2, 2)"
    assert found.diagnosis is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Z[0], "has shape (2,), expected (2, 2)"),
        ("text", "not an array of numbers"),
        (None, "None"),
        (Z * np.nan, "is not finite"),
        (3 * Z, "3 times what it should be"),
        (Z + np.array([[0.5, 0], [0, 0]]), "wrong values"),
    ],
)
def test_each_kind_of_wrong_value_has_its_words(value: object, words: str) -> None:
    assert words in finding(value).message


def test_a_known_slip_is_named() -> None:
    wrong = {"wrong-sign": -Z, "wrong-factor": 2 * Z}
    named = finding(-Z, wrong=wrong).diagnosis
    assert named is not None
    assert (named.bug, named.where) == ("wrong-sign", "tanh(z)")
    assert finding(Z + 1, wrong=wrong).diagnosis is None


def test_one_of_several_forms_of_a_slip_is_enough() -> None:
    named = finding(Z**2, wrong={"wrong-activation": [np.abs(Z), Z**2]}).diagnosis
    assert named is not None
    assert named.bug == "wrong-activation"


def test_two_slips_that_fit_alike_are_not_guessed_between() -> None:
    assert finding(-Z, wrong={"wrong-sign": -Z, "wrong-factor": -Z}).diagnosis is None


def named_over(*cases: tuple[np.ndarray, dict[str, np.ndarray]]) -> list[str | None]:
    parts = Parts()
    for value, wrong in cases:
        with parts.part():
            expect(value, "tanh(z)").equals(Z, wrong=wrong)
    findings = settled(parts.judgement().findings)
    return [None if each.diagnosis is None else each.diagnosis.bug for each in findings]


def test_a_name_must_explain_every_part() -> None:
    either = {"wrong-sign": -Z, "wrong-factor": -Z}
    assert "wrong-sign" in named_over((-Z, either), (-Z, {"wrong-sign": -Z}))
    assert set(named_over((-Z, {"wrong-sign": -Z}), (Z + 1, {"wrong-sign": -Z}))) == {None}


def test_a_slip_that_gives_the_right_value_names_nothing() -> None:
    assert finding(Z + 1, wrong={"wrong-sign": Z}).diagnosis is None


@pytest.mark.parametrize("value", [np.array([1.0, np.nan]), np.array([np.inf]), float("nan")])
def test_what_is_not_finite_is_said(value: object) -> None:
    with pytest.raises(Mismatch, match=r"softmax.* is not finite"):
        expect(value, "softmax(Z)").is_finite("unstable-softmax")


@pytest.mark.parametrize("value", [None, "text", {}, [[1], [2, 3]]])
def test_what_is_no_array_is_not_finite_either(value: object) -> None:
    with pytest.raises(Mismatch):
        expect(value).is_finite()


def test_a_statement_that_is_not_true_is_said() -> None:
    with pytest.raises(Mismatch, match="the y axis is linear"):
        expect("linear").is_true(False, "the y axis is linear")


def test_an_argument_that_was_changed_is_named() -> None:
    unchanged([], "softmax")
    with pytest.raises(Mismatch, match="softmax changes its argument 1 in place") as caught:
        unchanged(["argument 1"], "softmax")
    assert caught.value.finding.diagnosis is not None
    assert caught.value.finding.diagnosis.bug == "changed-in-place"


def test_parts_share_the_points_by_weight() -> None:
    parts = Parts()
    with parts.part():
        expect(1).equals(1)
    with parts.part(2):
        expect(1).equals(2)
    with parts.part():
        raise StudentFault("exception", "ValueError: oops", type_name="ValueError")
    found = parts.judgement()
    assert found.share == found.strict_share == 0.25
    assert len(found.findings) == 2


def test_parts_take_judgements_of_their_own() -> None:
    parts = Parts()
    parts.add(Judgement(1.0, 0.5))
    parts.attempt(lambda share: Judgement(share, 0.0), 0.5)
    found = parts.judgement()
    assert (found.share, found.strict_share) == (0.75, 0.25)


def test_a_slip_of_the_author_in_a_part_is_not_swallowed() -> None:
    parts = Parts()
    with pytest.raises(ZeroDivisionError), parts.part():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("kind", "bug"),
    [("timeout", "does-not-return"), ("crashed", "ends-process"), ("memory", "out-of-memory")],
)
def test_a_fault_is_named_after_its_kind(kind: str, bug: str) -> None:
    found = finding_of(StudentFault(kind, "it did not end", where="tanh.py line 3"))  # type: ignore[arg-type]
    assert found.message == "it did not end"
    assert found.fault == kind
    assert found.diagnosis is not None
    assert found.diagnosis.bug == bug
    assert "tanh.py line 3" in (found.look_at or "")


def test_an_exception_shows_the_students_own_lines() -> None:
    lines = ("tanh.py line 3: return 1 / z",)
    fault = StudentFault("exception", "ZeroDivisionError", where="tanh.py line 3", traceback=lines)
    assert finding_of(fault).evidence["traceback"] == list(lines)


def test_what_is_not_written_yet_is_no_mistake() -> None:
    found = finding_of(StudentFault("unfinished", "NotImplementedError", where="tanh.py line 3"))
    assert "not written yet" in found.message
    assert found.fault == "unfinished"


def ratios(*factors: float) -> tuple[Finding, ...]:
    """What is said of several cases that are each wrong by a factor."""
    parts = Parts()
    for factor in factors:
        with parts.part():
            expect(factor * Z, "dW").equals(Z, wrong={"wrong-factor": [2 * Z, 3 * Z]})
    return settled(parts.judgement().findings)


def test_a_factor_has_a_name_only_if_it_is_the_same_in_every_case() -> None:
    assert [found.diagnosis is not None for found in ratios(2, 2)] == [True, True]
    assert [found.diagnosis for found in ratios(2, 3)] == [None, None]


def test_a_factor_that_no_formula_explains_is_shown_without_a_name() -> None:
    found = finding(7 * Z)
    assert "7 times what it should be" in found.message
    assert found.diagnosis is None


def test_a_withheld_name_is_not_given() -> None:
    wrong = {"wrong-axis": Z.T}
    assert finding(Z.T, wrong=wrong).diagnosis is not None
    with withheld("wrong-axis"):
        assert finding(Z.T, wrong=wrong).diagnosis is None
