from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.report import ReportError, dumps, loads, schema, to_json, validate
from grader.report.codec import MAX_BYTES
from grader.report.records import CheckResult, Diagnosis, ExerciseResult, Report

MakeReport = Callable[..., Report]

plain_text = st.text(st.characters(exclude_categories=["C", "Z", "M"]), max_size=30)
points = st.decimals(0, 10, places=3).map(float)
numbers = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
evidence = st.dictionaries(
    st.sampled_from(["expected", "got", "epsilon", "names"]),
    st.recursive(
        st.one_of(st.none(), st.booleans(), numbers, plain_text),
        lambda inner: st.lists(inner) | st.dictionaries(plain_text, inner),
        max_leaves=5,
    ),
)


@st.composite
def checks(draw: st.DrawFn, name: str) -> CheckResult:
    status = draw(st.sampled_from(["passed", "failed", "timeout", "skipped", "not_graded"]))
    graded = status != "not_graded"
    return CheckResult(
        id=f"{name}.{draw(st.integers())}",
        title=draw(plain_text),
        status=status,  # type: ignore[arg-type]
        score=draw(points) if graded else None,
        max_score=10.0,
        message=None if status == "passed" else draw(plain_text),
        look_at=draw(st.none() | plain_text),
        diagnosis=draw(
            st.none() | st.builds(Diagnosis, st.just("wrong-sign"), plain_text, plain_text)
        ),
        evidence=draw(evidence),
        score_without_follow_through=draw(st.none() | points) if graded else None,
    )


@st.composite
def exercises(draw: st.DrawFn, name: str) -> ExerciseResult:
    return ExerciseResult(
        id=name,
        title=draw(plain_text),
        status="partial",
        score=draw(points),
        max_score=10.0,
        remarks=tuple(draw(st.lists(plain_text, max_size=2))),
        checks=tuple(draw(st.lists(checks(name), max_size=3, unique_by=lambda check: check.id))),
    )


exercise_lists = st.lists(plain_text.filter(bool), max_size=3, unique=True).flatmap(
    lambda names: st.tuples(*[exercises(name) for name in names])
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(exercise_lists, plain_text)
def test_what_is_written_can_be_read_back(
    make_report: MakeReport, graded: tuple[ExerciseResult, ...], output: str
) -> None:
    report = make_report(*graded, output=output)
    total = float(to_json(report)["score"])
    text = dumps(report)
    assert loads(text) == replace(report, score=total)
    assert dumps(loads(text)) == text


def test_the_text_is_plain_ascii_and_ends_in_a_line_end(make_report: MakeReport) -> None:
    text = dumps(make_report(output="größer, 数"))
    assert text.isascii()
    assert text.endswith("}\n")
    assert loads(text).output == "größer, 数"


def test_keys_come_in_the_published_order(report: Report) -> None:
    data = json.loads(dumps(report))
    published = schema()
    assert list(data) == list(published["properties"])
    check = data["exercises"][1]["checks"][1]
    assert list(check) == list(published["$defs"]["check"]["properties"])


@pytest.mark.parametrize(
    ("score", "written"),
    [
        (1 / 3, 0.33333),
        (0.000005, 0.0),
        (0.000015, 0.00002),
        (0.1 + 0.2, 0.3),
        (np.float64(2), 2.0),
    ],
)
def test_scores_have_five_decimals(make_report: MakeReport, score: float, written: float) -> None:
    data = to_json(make_report(ExerciseResult("a", "A", "partial", score, 10.0)))
    assert data["exercises"][0]["score"] == data["score"] == written


def test_the_total_is_the_sum_of_what_is_written(make_report: MakeReport) -> None:
    thirds = [ExerciseResult(name, "", "partial", 20 / 3, 20 / 3) for name in "abc"]
    data = to_json(make_report(*thirds))
    assert data["score"] == data["max_score"] == 20.00001
    validate(data)


def test_numbers_that_json_lacks_become_words(make_report: MakeReport) -> None:
    numbers = {
        "a": float("nan"),
        "b": [float("inf"), -float("inf")],
        "c": 10**400,
        "d": np.int64(3),
    }
    assert written_evidence(make_report, numbers) == {
        "a": "nan",
        "b": ["inf", "-inf"],
        "c": "inf",
        "d": 3,
    }


def test_hostile_text_is_cleaned_wherever_it_stands(make_report: MakeReport) -> None:
    dirty = "\x1b[31m<b>\u202e\x00\ud800"
    exercise = ExerciseResult(
        "a",
        dirty,
        "failed",
        0.0,
        10.0,
        message=dirty,
        remarks=(dirty,),
        checks=(
            CheckResult("a.b", dirty, "failed", 0.0, 1.0, message=dirty, evidence={dirty: [dirty]}),
        ),
    )
    text = dumps(make_report(exercise, output=dirty))
    assert text.count('"<b>\\ufffd"') == 8
    assert "\\u001b" not in text
    assert "\\u202e" not in text
    assert "\\u0000" not in text
    loads(text)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"score": 3.0}, "the report's score is 3.0, its exercises sum to 5.0"),
        ({"score": None}, "status graded does not go with score None"),
        ({"status": "not_graded"}, "status not_graded does not go with score 5.0"),
        ({"score": float("nan")}, "points must be between"),
        ({"score": -1.0}, "points must be between"),
        ({"max_score": 4.0, "exercises": ()}, "5.0 points are not between 0 and 4.0"),
        ({"duration_s": float("inf")}, "a duration must be"),
        ({"seed": 2**60}, "a seed must be between"),
        ({"seed": -1}, "a seed must be between"),
        ({"output": b"bytes of \xff"}, "a bytes has no JSON form"),
        ({"output": {1, 2}}, "a set has no JSON form"),
    ],
)
def test_a_report_that_contradicts_itself_is_not_written(
    make_report: MakeReport, changes: dict[str, Any], complaint: str
) -> None:
    exercise = ExerciseResult("a", "A", "partial", 5.0, 10.0)
    with pytest.raises(ReportError, match=complaint):
        dumps(replace(make_report(exercise), **changes))


def test_an_exercise_cannot_earn_more_than_it_gives(make_report: MakeReport) -> None:
    with pytest.raises(ReportError, match=r"a: 11\.0 points are not between 0 and 10\.0"):
        dumps(make_report(ExerciseResult("a", "A", "partial", 11.0, 10.0), max_score=20.0))


def test_an_exercise_occurs_once(make_report: MakeReport) -> None:
    exercise = ExerciseResult("a", "A", "partial", 5.0, 10.0)
    with pytest.raises(ReportError, match="the id a occurs twice"):
        dumps(make_report(exercise, exercise))


# Size


def test_the_largest_evidence_goes_first(make_report: MakeReport) -> None:
    small, large = {"got": 1.0}, {"losses": [0.123456789] * 60_000}
    report = make_report(exercise_with(small, large), output="kept")
    data = read(report)
    first, second = data["exercises"][0]["checks"]
    assert first["evidence"] == small
    assert second["evidence"] == {"cut": "left out to keep the report within its size limit"}
    assert data["output"] == "kept"


def test_then_the_output_is_cut(make_report: MakeReport) -> None:
    exercises = [
        ExerciseResult(f"e{n}", "", "error", 0.0, 1.0, message="m" * 95_000) for n in range(10)
    ]
    data = read(make_report(*exercises, output="o" * 90_000))
    assert data["output"].endswith("o…[cut]")
    assert len(data["output"]) > 40_000
    assert data["exercises"][0]["message"] == "m" * 95_000


def test_then_messages_are_cut(make_report: MakeReport) -> None:
    exercises = [
        ExerciseResult(f"e{n}", "", "error", 0.0, 1.0, message="m" * 90_000) for n in range(20)
    ]
    data = read(make_report(*exercises, output="o" * 5_000))
    assert data["exercises"][0]["message"] == "m" * 294 + "…[cut]"
    assert data["output"].endswith("o…[cut]")


def test_a_report_that_cannot_be_cut_to_size_is_not_written(make_report: MakeReport) -> None:
    exercises = [ExerciseResult(f"e{n}", "t" * 90_000, "missing", 0.0, 1.0) for n in range(20)]
    with pytest.raises(ReportError, match="bytes after all cuts"):
        dumps(make_report(*exercises))


# Reading


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{", "", "the report is not JSON"),
        ('"seed": 123456789', '"seed": 1, "seed": 2', "the key 'seed' occurs twice"),
        ('"got": 2.0', '"got": NaN', "NaN is not a finite number"),
        ('"got": 2.0', '"got": -Infinity', "-Infinity is not a finite number"),
        ('"got": 2.0', '"got": 1e999', "1e999 is not a finite number"),
        ('"got": 2.0', '"got": ' + "1" * 5000, "a number out of range"),
        ('"got": 2.0', '"got": ' + "[" * 100_000, "nested too deeply"),
        ('"got": 2.0', '"got": ' + "[" * 100 + "]" * 100, "nested too deeply"),
        ('"got": 2.0', '"got": "\\ud800"', "lone surrogate"),
        ('"got": 2.0', '"\\ud800": 2.0', "lone surrogate"),
        ('"got": 2.0', '"got": "a\\u0000"', "NUL"),
        ('"output": ""', '"output": "' + "x" * MAX_BYTES + '"', "longer than"),
        ('"output": ""', '"output": "' + "é" * (MAX_BYTES // 2) + '"', "longer than"),
        ('"score": 27.25', '"score": 28', "its exercises sum to 27.25"),
        ('"score": 27.25', '"score": 1e300', "score"),
        ('"score": 7.25', '"score": 7.2500001', "more than 5 decimals"),
        ('"score": 7.25', '"score": 11', "not between 0 and 10"),
        ('"schema_version": "1.0"', '"schema_version": "9"', r"\$.schema_version"),
    ],
)
def test_text_that_is_no_report_is_refused(
    report: Report, old: str, new: str, complaint: str
) -> None:
    text = dumps(report)
    assert old in text
    with pytest.raises(ReportError, match=complaint):
        loads(text.replace(old, new, 1))


@given(st.text(max_size=200) | st.text('[]{}":,0123456789eE.-nulltrueNaN ', max_size=200))
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ReportError):
        loads(text)


def exercise_with(*evidence: dict[str, Any], message: str | None = "wrong") -> ExerciseResult:
    checks = tuple(
        CheckResult(f"a.{n}", "", "failed", 0.0, 5.0, message=message, evidence=item)
        for n, item in enumerate(evidence)
    )
    return ExerciseResult("a", "A", "failed", 0.0, 10.0, checks=checks)


def written_evidence(make_report: MakeReport, evidence: dict[str, Any]) -> Any:
    return to_json(make_report(exercise_with(evidence)))["exercises"][0]["checks"][0]["evidence"]


def read(report: Report) -> Any:
    text = dumps(report)
    assert len(text) <= MAX_BYTES
    loads(text)
    return json.loads(text)


def test_extra_credit_counts_in_the_score_only(make_report: MakeReport) -> None:
    extra = ExerciseResult("b", "B", "passed", 5.0, 5.0, group="Extra", extra_credit=True)
    report = make_report(ExerciseResult("a", "A", "passed", 10.0, 10.0), extra, max_score=10.0)
    written = to_json(report)
    assert (written["score"], written["max_score"]) == (15.0, 10.0)
    assert loads(dumps(report)).exercises[1] == extra
    with pytest.raises(ReportError, match=r"16.* points are not between 0 and 15"):
        to_json(replace(report, score=16.0))


def test_a_report_from_before_groups_is_read(report: Report) -> None:
    data = to_json(report)
    del data["assignment"]["feedback"]
    for exercise in data["exercises"]:
        del exercise["group"], exercise["extra_credit"]
    assert loads(json.dumps(data)).exercises[0].group == ""


def test_pictures_are_cut_before_what_a_sentence_says(make_report: MakeReport) -> None:
    large = {"array": "dW1", "got": 2.0, "arrays": {"got": [[0.5] * 1000] * 70}}
    data = read(make_report(exercise_with({"got": 1.0}, large)))
    found = data["exercises"][0]["checks"][1]["evidence"]
    assert (found["array"], found["got"]) == ("dW1", 2.0)
    assert "arrays" not in found
    assert "pictures left out" in found["cut"]
