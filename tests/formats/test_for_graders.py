"""What graders' platforms get of a report: Gradescope, PrairieLearn, GitHub, edX, JUnit readers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from grader.formats import FORMATS, wording
from grader.formats.exports import FormatError
from grader.report.records import CheckResult, ExerciseResult, Report

JUDGES = Path(__file__).parent / "judges"
JUNIT = etree.XMLSchema(etree.parse(JUDGES / "junit-10.xsd"))

MakeReport = Callable[..., Report]
Strict = Callable[[str], Any]

RIGHT = CheckResult("net.a", "forward", "passed", 2.0, 2.0, duration_s=0.25)
WRONG = CheckResult("net.b", "backward", "partial", 1.5, 6.0, message="dW2: <b>3</b> & ]]> less")
SKIPPED = CheckResult("net.c", "training", "skipped", 0.0, 2.0)
NETWORK = ExerciseResult(
    "net", "A network", "partial", 3.5, 10.0, remarks=("mind the seed",),
    checks=(RIGHT, WRONG, SKIPPED),
)  # fmt: skip
MISSING = ExerciseResult("flow", "Gradient flow", "missing", 0.0, 5.0)
FAULT = ExerciseResult("chain", "Chain rule", "not_graded", None, 5.0, message="disk full")


def judged(name: str, data: Any) -> None:
    schema = json.loads((JUDGES / f"{name}.json").read_text())
    Draft202012Validator(schema).validate(data)


def decoded(text: str) -> Any:
    return json.loads(base64.b64decode(text.strip(), validate=True))


def test_gradescope_shows_every_check_as_plain_text(
    make_report: MakeReport, strict: Strict
) -> None:
    found = strict(FORMATS["gradescope"].render(make_report(NETWORK, MISSING)))
    judged("gradescope", found)
    assert found["score"] == 3.5
    assert [test["score"] for test in found["tests"]] == [2.0, 1.5, 0.0, 0.0]
    assert [test["status"] for test in found["tests"]] == ["passed", *["failed"] * 3]
    assert [test["number"] for test in found["tests"]] == ["1.1", "1.2", "1.3", "2"]
    assert "dW2: <b>3</b> & ]]> less" in found["tests"][1]["output"]
    assert "mind the seed" in found["tests"][0]["output"]
    assert found["tests"][3]["output"] == "Not started."
    assert found["output_format"] == found["test_output_format"] == "text"


def test_a_right_test_of_0_points_passes_and_a_wrong_one_does_not(
    make_report: MakeReport, strict: Strict
) -> None:
    checks = [CheckResult(f"a.{s}", s, s, 0.0, 0.0) for s in ("passed", "failed")]  # type: ignore[arg-type]
    report = make_report(ExerciseResult("a", "A", "partial", 0.0, 0.0, checks=tuple(checks)))
    found = strict(FORMATS["gradescope"].render(report))
    assert [test["status"] for test in found["tests"]] == ["passed", "failed"]


@pytest.mark.parametrize("name", ["gradescope", "xqueue"])
def test_where_there_is_no_word_for_a_fault_nothing_is_written(
    make_report: MakeReport, name: str
) -> None:
    with pytest.raises(FormatError, match="no word for 'could not be graded'"):
        FORMATS[name].render(make_report(NETWORK, FAULT))


def test_extra_credit_arrives_whole_or_says_that_it_is_cut(
    make_report: MakeReport, strict: Strict
) -> None:
    report = make_report(NETWORK, score=12.0, max_score=10.0)
    assert strict(FORMATS["gradescope"].render(report))["score"] == 12.0
    assert strict(FORMATS["xqueue"].render(report))["score"] == 12.0
    found = strict(FORMATS["prairielearn"].render(report))
    assert found["score"] == 1.0
    assert found["message"].startswith("12 of 10 points.")


def test_prairielearn_gets_a_fraction(make_report: MakeReport, strict: Strict) -> None:
    found = strict(FORMATS["prairielearn"].render(make_report(NETWORK, MISSING)))
    judged("prairielearn", found)
    assert found["score"] == 0.23333
    assert [test["points"] for test in found["tests"]] == [2.0, 1.5, 0.0, 0.0]


def test_prairielearn_does_not_take_an_attempt_for_a_fault(
    make_report: MakeReport, strict: Strict
) -> None:
    found = strict(FORMATS["prairielearn"].render(make_report(NETWORK, FAULT)))
    judged("prairielearn", found)
    assert found["gradable"] is False
    assert "score" not in found
    assert found["message"] == wording.NOT_GRADED
    assert all(test["points"] is not None for test in found["tests"])


def test_prairielearn_gets_no_more_than_it_reads(make_report: MakeReport) -> None:
    checks = [
        CheckResult(f"net.{n}", "b", "failed", 0.0, 1.0, message="\u20ac" * 20_000)
        for n in range(50)
    ]
    report = make_report(
        ExerciseResult("net", "N", "failed", 0.0, 50.0, checks=tuple(checks)),
        output="\u20ac" * 10**6,
    )
    assert len(FORMATS["prairielearn"].render(report)) <= 1024 * 1024
    assert len(FORMATS["github-classroom"].render(report)) <= 128 * 1024 - 1000


def test_junit_holds_points_and_tells_faults_from_failures(make_report: MakeReport) -> None:
    text = FORMATS["junit"].render(make_report(NETWORK, MISSING, FAULT))
    JUNIT.assertValid(etree.fromstring(text.encode()))
    root = ElementTree.fromstring(text)
    assert root.attrib["tests"] == "5"
    assert (root.attrib["failures"], root.attrib["errors"]) == ("2", "1")
    points = [each.get("value") for each in root.iterfind(".//property[@name='score']")]
    assert points == ["3.5", "0"]
    (failure,) = root.iterfind("./testsuite[1]/testcase/failure")
    assert failure.get("message") == "1.5/6 points"
    assert failure.text == "dW2: <b>3</b> & ]]> less"
    (error,) = root.iterfind(".//error")
    assert error.text == wording.NOT_GRADED


def test_junit_keeps_apart_checks_of_one_title(make_report: MakeReport) -> None:
    checks = [CheckResult(f"net.{n}", "same", "passed", 1.0, 1.0) for n in range(3)]
    report = make_report(ExerciseResult("net", "N", "passed", 3.0, 3.0, checks=tuple(checks)))
    cases = ElementTree.fromstring(FORMATS["junit"].render(report)).iter("testcase")
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == 3


def test_github_classroom_counts_the_points(make_report: MakeReport) -> None:
    found = decoded(FORMATS["github-classroom"].render(make_report(NETWORK, MISSING)))
    assert (found["version"], found["status"], found["max_score"]) == (1, "fail", 15)
    assert sum(test["score"] for test in found["tests"]) == 3.5
    assert [test["status"] for test in found["tests"]] == ["pass", "fail", "fail", "fail"]


def test_github_classroom_reports_a_fault_as_an_error_without_points(
    make_report: MakeReport,
) -> None:
    found = decoded(FORMATS["github-classroom"].render(make_report(NETWORK, FAULT)))
    assert (found["status"], found["max_score"]) == ("error", 0)
    assert found["tests"][-1]["status"] == "error"


@pytest.mark.parametrize(
    "command", ["::error::x", "x::::y", "a\n::stop-commands::b", "x ##[error] y"]
)
def test_github_classroom_logs_no_command(make_report: MakeReport, command: str) -> None:
    check = CheckResult("net.a", command, "failed", 0.0, 1.0, message=command)
    report = make_report(ExerciseResult("net", command, "failed", 0.0, 1.0, checks=(check,)))
    (test,) = decoded(FORMATS["github-classroom"].render(report))["tests"]
    for text in (test["name"], test["message"]):
        assert "\n" not in text
        assert "::" not in text
        assert "##[" not in text


def test_xqueue_is_one_well_formed_message(make_report: MakeReport, strict: Strict) -> None:
    found = strict(FORMATS["xqueue"].render(make_report(NETWORK, MISSING)))
    assert found.keys() == {"correct", "score", "msg"}
    assert (found["correct"], found["score"]) == (False, 3.5)
    shown = etree.fromstring(found["msg"])
    assert [each.tag for each in shown.iter()] == ["div", "pre"]
    assert "dW2: <b>3</b> & ]]> less" in "".join(shown.itertext())


def test_markdown_quotes_what_students_wrote(make_report: MakeReport) -> None:
    text = FORMATS["markdown"].render(
        make_report(
            ExerciseResult(
                "net", "[a](javascript:b) @all", "error", 0.0, 2.0, message="```\n# @all <img>\n```"
            )
        )
    )
    assert "[a]" not in text.split("```")[0]
    assert "@all" not in text.split("```")[0]
    assert "\n````text\n" in text
    assert text.endswith("\n````\n")
