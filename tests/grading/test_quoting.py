"""The student's own lines under a lost point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from grader.grading.quoting import MOST_LINES, Quotable, quoted
from grader.intake import ExerciseFile, SubmittedBytes
from grader.intake.reading import outlines
from grader.report.records import CheckResult, Diagnosis, Json
from grader.session.worker.reader import read_sources

SOURCE = """\
import numpy as np


def tanh(z):
    return np.tanh(z)


class Net:
    def forward(self, X):
        return X

    def backward(self, y):
        dW1 = self.X.T @ y
        db1 = y.sum(0)
        return {"dW1": dW1, "db1": db1}
"""


def quotable(source: str = SOURCE, *names: str) -> Quotable:
    files = [SubmittedBytes("net.py", source.encode())]
    (outline,) = outlines(files, lambda some: read_sources({f.path: f.data for f in some}))
    file = ExerciseFile("net", "net.py", "py", None, None, (), False, True, outline.spans)
    return Quotable(file, files, names or ("tanh", "Net"))


def result(
    title: str = "It works", evidence: Mapping[str, Json] | None = None, **more: Any
) -> CheckResult:
    fields: dict[str, Any] = {"status": "failed", "message": "it is wrong", **more}
    return CheckResult("net.x", title, score=0.0, max_score=1.0, evidence=evidence or {}, **fields)


def code(check: CheckResult, source: Quotable | None = None) -> Any:
    return quoted(check, source or quotable()).evidence.get("code")


def test_the_function_that_is_compared_is_quoted() -> None:
    found = code(result(evidence={"array": "tanh(z)"}))
    assert found == {
        "place": "net.py",
        "first": 4,
        "lines": ["def tanh(z):", "    return np.tanh(z)"],
        "marked": [],
    }


def test_the_method_that_a_title_names_is_quoted_with_the_lines_of_the_quantity_marked() -> None:
    found = code(result("backward(y) returns every step", {"array": "db1"}))
    assert found["first"] == 12
    assert found["marked"] == [14]


def test_where_nothing_assigns_to_the_quantity_every_line_that_names_it_is_marked() -> None:
    source = (
        "class Net:\n    def backward(self):\n        x = dict(dW1=1)\n        return x['dW1']\n"
    )
    found = code(
        result("backward(y)", {"array": "dW1"}), quotable(source.replace("dW1=1", "a=dW1"))
    )
    assert found["marked"] == [3, 4]


def test_the_diagnosis_says_where_before_the_title_does() -> None:
    where = Diagnosis("wrong-sign", "tanh", "tanh has the wrong sign.")
    assert code(result("forward(X) computes", diagnosis=where))["first"] == 4


def test_a_traceback_points_to_the_line_itself() -> None:
    trace = ["net.py, line 2: x", "net.py, line 10, in forward: return X"]
    found = code(result("backward(y)", {"traceback": trace}))
    assert (found["first"], found["marked"]) == (7, [10])


@pytest.mark.parametrize("line", ["other.py, line 3", "net.py, line 0", "net.py, line 999", "x"])
def test_a_traceback_that_points_nowhere_is_not_followed(line: str) -> None:
    assert code(result("It works", {"traceback": [line]})) is None


def test_words_that_only_look_like_names_find_nothing() -> None:
    source = "def is_a(x):\n    return x\n\ndef works():\n    return 1\n"
    assert code(result("It works"), quotable(source, "tanh")) is None


def test_passed_and_skipped_checks_quote_nothing() -> None:
    for status in ("passed", "skipped", "not_graded"):
        assert code(result("backward(y)", status=status)) is None


def test_a_long_function_is_cut_around_the_lines_that_count() -> None:
    body = "".join(f"    x{i} = {i}\n" for i in range(50))
    source = f"def tanh(z):\n{body}    dW1 = z\n{body}    return z\n"
    found = code(result("tanh(z)", {"array": "dW1"}), quotable(source))
    assert len(found["lines"]) == MOST_LINES
    assert found["marked"] == [52]
    assert found["cut"] == "lines 37 to 66 of 1 to 103"


def test_lines_of_a_notebook_are_those_of_the_cell() -> None:
    file = quotable().file
    cells = ("x = 1", SOURCE)
    spans = {name: type(span)(2, span.first, span.last) for name, span in file.spans.items()}
    notebook = ExerciseFile("net", "a.ipynb", "ipynb", cells, None, (), False, True, spans)
    found = code(result(evidence={"array": "tanh(z)"}), Quotable(notebook, [], ("tanh",)))
    assert (found["place"], found["lines"][0]) == ("cell 2", "def tanh(z):")
