from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from grader.formats import FORMATS
from grader.report import loads
from grader.report.records import ExerciseResult, Report


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_text_and_says_what_it_is(
    make_report: Callable[..., Report], name: str
) -> None:
    report = make_report(ExerciseResult("a", "A", "passed", 1.0, 1.0))
    text = FORMATS[name].render(report, "ana@x.example")
    assert text.endswith("\n")
    assert FORMATS[name].summary


def test_json_is_the_report_itself(make_report: Callable[..., Report]) -> None:
    report = make_report(ExerciseResult("a", "A", "passed", 1.0, 1.0))
    assert loads(FORMATS["json"].render(report)) == report


def test_formats_and_the_plain_summary_load_nothing_heavy() -> None:
    program = (
        "import sys, grader.formats, grader.formats.terminal, grader.report;"
        "print({'rich', 'jsonschema'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"
