"""What is left of a solution notebook."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from grader.authoring import AuthoringError
from grader.authoring.notebook import Cell, Grading, notebook_text
from grader.authoring.solution_notebook import ANSWER, UNWRITTEN, student_cells

SOLUTION = "def f(x):\n    ### BEGIN SOLUTION\n    return 'sesame'\n    ### END SOLUTION"
STUB = 'def f(x):\n    raise NotImplementedError("f is not written yet")'


def notebook(*cells: Any, **metadata: Any) -> str:
    return str(nbformat.writes(new_notebook(cells=list(cells), metadata=metadata)))


def kept(*cells: Any) -> list[str]:
    """The sources that students get of these cells and of a solution before them."""
    first, *others = student_cells(notebook(new_code_cell(SOLUTION), *cells))
    assert first.source == STUB
    return [cell.source for cell in others]


def nbgrader(**marks: Any) -> dict[str, Any]:
    return {"nbgrader": {"schema_version": 3, "grade_id": "a", **marks}}


def test_a_region_becomes_a_raise_and_other_cells_stay() -> None:
    assert kept(new_markdown_cell("# Text"), new_code_cell("import math")) == [
        "# Text",
        "import math",
    ]


def test_magics_stay_around_what_is_replaced() -> None:
    cell = f"%matplotlib inline\n!ls\n{SOLUTION}\n%timeit f(1)"
    assert kept(new_code_cell(cell)) == [f"%matplotlib inline\n!ls\n{STUB}\n%timeit f(1)"]
    assert kept(new_code_cell(f"\n%%time\n{SOLUTION}")) == [f"\n%%time\n{STUB}"]
    assert kept(new_code_cell(f"%%writefile a.py\n{SOLUTION}")) == [f"%%writefile a.py\n{STUB}"]
    assert kept(new_code_cell("%%bash\nls | wc")) == ["%%bash\nls | wc"]


def test_a_region_outside_of_functions_raises_in_its_cell() -> None:
    cell = "x = 1\n# BEGIN SOLUTION\ny = 'sesame'\n# END SOLUTION"
    assert kept(new_code_cell(cell)) == [f"x = 1\n{UNWRITTEN}"]


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell("sesame()", metadata={"tags": ["Hidden"]}),
        new_code_cell("sesame()", metadata={"tags": ["x", "remove-cell"]}),
        new_markdown_cell("sesame", metadata={"tags": ["solution"]}),
        new_code_cell("sesame()", metadata={"jupyter": {"source_hidden": True}}),
        new_code_cell("# HIDDEN\nsesame()"),
        new_raw_cell("sesame"),
        new_code_cell("### BEGIN HIDDEN TESTS\nsesame()\n### END HIDDEN TESTS"),
    ],
)
def test_hidden_cells_go(cell: Any) -> None:
    assert kept(cell) == []


def test_hidden_tests_go_from_a_cell_that_stays() -> None:
    cell = "assert f(1)\n### BEGIN HIDDEN TESTS\nassert sesame\n### END HIDDEN TESTS"
    assert kept(new_code_cell(cell, metadata=nbgrader(grade=True, locked=True))) == ["assert f(1)"]


def test_whole_answers_of_nbgrader_go() -> None:
    marks = nbgrader(solution=True, grade=True)
    assert kept(
        new_code_cell("x = 'sesame'", metadata=marks),
        new_markdown_cell("Open sesame.", metadata=marks),
        new_markdown_cell("Why?\n### BEGIN SOLUTION\nsesame\n### END SOLUTION", metadata=marks),
    ) == [UNWRITTEN, ANSWER, f"Why?\n{ANSWER}"]


def test_otter_s_blocks() -> None:
    assert kept(
        new_raw_cell("# ASSIGNMENT CONFIG\nsesame: 1"),
        new_raw_cell("# BEGIN QUESTION\nname: q1"),
        new_markdown_cell("**Question 1**"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell("nine = 4 + 5  # SOLUTION"),
        new_code_cell("sesame()"),
        new_markdown_cell("sesame"),
        new_raw_cell("# END SOLUTION"),
        new_markdown_cell("# BEGIN TESTS"),
        new_code_cell("assert sesame"),
        new_markdown_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ) == ["**Question 1**", "nine = ...", UNWRITTEN, ANSWER]


def test_an_otter_prompt_is_for_students() -> None:
    assert kept(
        new_raw_cell("# BEGIN PROMPT"),
        new_markdown_cell("Write here."),
        new_raw_cell("# END PROMPT"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_markdown_cell("sesame"),
        new_raw_cell("# END SOLUTION"),
    ) == ["Write here.", ANSWER]


def test_nothing_but_text_and_the_pictures_in_it_goes_on() -> None:
    """The solution hides wherever a notebook has room for it."""
    picture = {"image/png": "aGVsbG8="}
    solution = new_code_cell(
        SOLUTION,
        metadata={"tags": ["sesame"], "name": "sesame"},
        execution_count=7,
        outputs=[
            new_output("stream", text="sesame"),
            new_output("execute_result", {"text/plain": "sesame"}, metadata={"a": "sesame"}),
            new_output("error", ename="sesame", evalue="sesame", traceback=["sesame"]),
        ],
        id="sesame-1",
    )
    text = new_markdown_cell(
        "# Title\n![plot](attachment:plot.png)\n<!-- BEGIN SOLUTION -->\n"
        "![answer](attachment:sesame.png)\n<!-- END SOLUTION -->",
        attachments={"plot.png": picture, "sesame.png": picture},
        id="sesame-2",
    )
    source = json.loads(
        notebook(text, solution, kernelspec={"name": "sesame", "display_name": "sesame"})
    )
    source["metadata"]["widgets"] = {"sesame": "sesame"}
    source["metadata"]["authors"] = [{"name": "sesame"}]
    cells = student_cells(json.dumps(source))
    released = notebook_text(cells, "f", Grading({"f": ()}))
    nbformat.validate(nbformat.reads(released, as_version=nbformat.NO_CONVERT))
    assert "sesame" in json.dumps(source)
    assert "sesame" not in released
    assert '"plot.png"' in released
    assert [cell["outputs"] for cell in json.loads(released)["cells"] if "outputs" in cell] == [
        [],
        [],
        [],
    ]


def test_the_same_cells_give_the_same_bytes() -> None:
    """New ids of the source change nothing: they are numbered anew."""
    texts = {
        notebook_text(student_cells(notebook(new_code_cell(SOLUTION))), "f", Grading({"f": ()}))
        for _ in range(2)
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([new_code_cell("x = 1")], "no solution is marked"),
        ([new_code_cell("x = 1"), new_code_cell("# BEGIN SOLUTION\nx")], "cell 2, line 1: BEGIN"),
        ([new_code_cell("def f(:\n")], "cell 1, line 1: not Python"),
        ([new_markdown_cell("a\n### END SOLUTION")], "cell 1, line 2: END SOLUTION without"),
        ([new_code_cell("%%html\n<!-- BEGIN SOLUTION -->")], "cell 1, line 1: a solution marker"),
        ([new_raw_cell("# END TESTS")], "cell 1: END TESTS without BEGIN TESTS"),
        ([new_raw_cell("# BEGIN TESTS")], "BEGIN TESTS without END TESTS"),
        ([new_code_cell("# SOLUTION\nx = 1")], "cell 1, line 1: SOLUTION stands behind no"),
    ],
)
def test_what_cannot_be_released_is_refused_with_its_place(cells: list[Any], message: str) -> None:
    with pytest.raises(AuthoringError) as refusal:
        student_cells(notebook(*cells))
    assert message in str(refusal.value)


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"cells": 3}', '{"nbformat": 4}', "null"])
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(AuthoringError, match="not a notebook"):
        student_cells(text)


def test_another_language_is_refused() -> None:
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    with pytest.raises(AuthoringError, match="a notebook of R"):
        student_cells(notebook(new_code_cell("x <- 1"), kernelspec=kernel))


def test_old_formats_are_read() -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "code", "input": SOLUTION, "language": "python", "outputs": []}
                ]
            }
        ],
    }
    assert student_cells(json.dumps(old)) == [Cell("code", STUB)]
