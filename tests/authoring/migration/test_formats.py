"""Whole samples: what they become grades right and wrong submissions.

The samples of otter (7.0.0, ``otter assign``) and nbgrader (0.9.6, whose ``generate_assignment``
took the notebook) went through those tools; that of Gradescope is laid out as its documentation
says.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from grader.authoring import release
from grader.authoring.migration.command import import_command
from grader.grading.assignment import find_assignment

from .conftest import SAMPLES, Grade, Import

CALCULATOR = """
import numpy as np

class Calculator:
    def __init__(self, first):
        self.memory = [first]

    def add(self, number):
        self.memory.append(number)
        return sum(self.memory)

    def divide(self, number):
        return self.memory[-1] / number

def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
"""
HW1 = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\nrate = 0.25\n"
RELU = "import numpy as np\n\ndef relu(z):\n    return np.maximum(0, z)\n"

SOLUTIONS = {
    "gradescope": ("gradescope", "calculator.py", CALCULATOR),
    "otter": ("otter", "hw1.py", HW1),
    "otter_master": ("otter", "hw1.py", HW1),
    "nbgrader": ("nbgrader", "ps1.py", RELU),
}


def account(folder: Path) -> str:
    return (folder / "IMPORT.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SOLUTIONS)
def test_a_solution_gets_all_points_and_nothing_gets_none(
    sample: str, imported: Import, grade: Grade
) -> None:
    origin, name, text = SOLUTIONS[sample]
    folder = imported(origin, sample)
    right = grade(folder, name, text)
    assert (right.status, right.score) == ("passed", right.max_score)
    assert grade(folder, name, "x = 1\n").score == 0


@pytest.mark.parametrize("sample", SOLUTIONS)
@pytest.mark.parametrize(
    "answer",
    [
        "None",
        "'text' * 9",
        "[[1], [2, 3]]",
        "{'a': 1}",
        "print",
        "float('nan')",
        "np.zeros((3, 1))",
        "1 + 2j",
        "[]",
        "10 ** 400",
    ],
)
def test_whatever_a_student_returns_is_the_student_s_fault(
    sample: str, answer: str, imported: Import, grade: Grade
) -> None:
    origin, name, _ = SOLUTIONS[sample]
    text = (
        "import numpy as np\n"
        f"def answer(*args): return {answer}\n"
        "class Calculator:\n    def __init__(self, first): self.memory = answer()\n"
        "    def add(self, x): return answer()\n    divide = add\n"
        "softmax = sigmoid = relu = answer\nrate = answer()\n"
    )
    result = grade(imported(origin, sample), name, text)
    assert result.score is not None
    assert result.score < result.max_score
    assert not any("check itself failed" in (check.message or "") for check in result.checks)


def test_gradescope(imported: Import) -> None:
    folder = imported("gradescope", "gradescope")
    assignment = find_assignment(str(folder))
    (entry,) = assignment.entries
    checks = assignment.exercise(entry).checks
    assert (entry.id, entry.points) == ("calculator", 6)
    assert [(check.title, check.points) for check in checks] == [
        ("Adding works", 2),
        ("division by zero", 1),
        ("Rows of softmax", 3),
    ]
    text = account(folder)
    assert "Left out with what is listed below: 5 points." in text
    assert "- `prompt` (5 points): patch('builtins.input', return" in text.replace("\\", "")
    assert "- `style` (0 points): it sets its own score" in text
    assert "- `setup.sh`: it sets the machine up" in text
    assert "all checks are public now, also test\\_softmax" in text


def test_a_gradescope_zip(tmp_path: Path, imported: Import) -> None:
    with zipfile.ZipFile(tmp_path / "autograder.zip", "w") as archive:
        for path in sorted((SAMPLES / "gradescope").rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(SAMPLES / "gradescope"))
    folder = imported("gradescope", tmp_path / "autograder.zip")
    assert find_assignment(str(folder)).known == {"calculator": ("Calculator", "softmax")}


def test_nothing_of_the_original_is_run(tmp_path: Path, imported: Import) -> None:
    witness, original = tmp_path / "was-run", tmp_path / "original"
    shutil.copytree(SAMPLES / "gradescope", original)
    for name in ("setup.sh", "tests/test_calculator.py"):
        text = (original / name).read_text(encoding="utf-8")
        assert "WITNESS" in text
        (original / name).write_text(text.replace("WITNESS", str(witness)), encoding="utf-8")
    find_assignment(str(imported("gradescope", original)))
    assert not witness.exists()


@pytest.mark.parametrize("sample", ["otter", "otter_master"])
def test_otter(sample: str, imported: Import) -> None:
    folder = imported("otter", sample)
    assignment = find_assignment(str(folder))
    (entry,) = assignment.entries
    assert (entry.id, entry.points, entry.names) == ("hw1", 5, ("rate", "sigmoid"))
    assert [check.id for check in assignment.exercise(entry).checks] == [
        "hw1.q1_1",
        "hw1.q1_2",
        "hw1.q1_3",
        "hw1.q2_1",
        "hw1.q2_2",
    ]
    assert "Hidden tests are public checks now." in account(folder)


def test_otter_s_written_question_is_listed(imported: Import) -> None:
    assert "- `q3` (1 point): it is graded by hand" in account(imported("otter", "otter_master"))


def test_nbgrader(imported: Import) -> None:
    folder = imported("nbgrader", "nbgrader")
    assignment = find_assignment(str(folder))
    (entry,) = assignment.entries
    (check,) = assignment.exercise(entry).checks
    assert (entry.id, check.id, check.title) == ("ps1", "ps1.relu_values", "relu is right")
    text = account(folder)
    assert "Left out with what is listed below: 6 points." in text
    assert "- `relu-loop` (2 points): the comparison of" in text
    assert "- `why` (1 point): it is graded by hand" in text
    assert "- `relu-helper` (3 points): import helper\\_module: only NumPy" in text


@pytest.mark.parametrize(
    ("origin", "sample"), [("nbgrader", "nbgrader"), ("otter", "otter_master")]
)
def test_an_imported_notebook_can_be_released(
    origin: str, sample: str, imported: Import, tmp_path: Path, grade: Grade
) -> None:
    folder = imported(origin, sample)
    assignment = find_assignment(str(folder))
    (path,) = release(folder / "solutions", tmp_path / "handout", assignment)
    text = path.read_text(encoding="utf-8")
    assert f"%grade {path.stem} -a imported" in text
    assert "SOLUTION" not in text
    solution = next((folder / "solutions").iterdir())
    result = grade(folder, solution.name, solution.read_text(encoding="utf-8"))
    assert result.score == result.max_score
    assert grade(folder, solution.name, text).score == 0


def test_a_course_of_several_assignments_is_asked_which(tmp_path: Path) -> None:
    for name in ("ps1", "ps2"):
        folder = tmp_path / "course" / "source" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_bytes((SAMPLES / "nbgrader" / "ps1.ipynb").read_bytes())
    arguments = ["nbgrader", str(tmp_path / "course"), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(import_command, arguments)
    assert result.exit_code == 1
    assert "the notebooks of several assignments: ps1, ps2; name" in result.output


def test_functions_with_test_case_and_tests_in_metadata(
    tmp_path: Path, imported: Import, grade: Grade
) -> None:
    folder = tmp_path / "otter"
    (folder / "tests").mkdir(parents=True)
    (folder / "tests" / "q1.py").write_text(
        "from otter.test_files import test_case\n\nOK_FORMAT = False\nname = 'q1'\npoints = 3\n\n"
        "@test_case(points=1, hidden=True)\ndef test_one(twice):\n    assert twice(2) == 4\n\n"
        "@test_case()\ndef test_two(twice):\n    # six\n    assert twice(3) == 6\n"
    )
    cells = [nbformat.v4.new_code_cell("def twice(x):\n    ...")]
    case = {"code": ">>> twice('a')\n'aa'", "hidden": False, "points": 4}
    tests = {"q2": {"name": "q2", "points": None, "suites": [{"cases": [case]}]}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"otter": {"tests": tests}})
    nbformat.write(notebook, folder / "doubling.ipynb")
    result = grade(imported("otter", folder), "doubling.py", "def twice(x):\n    return x + x\n")
    assert [(check.id, check.score) for check in result.checks] == [
        ("doubling.q1_1", 1),
        ("doubling.q1_2", 2),
        ("doubling.q2", 4),
    ]


def test_an_older_wording_of_points() -> None:
    from grader.authoring.migration.otter import Case, Question, shared

    cases = (Case("a"), Case("b", points=2.0), Case("c"))
    assert [points for _, points in shared(Question("q", 4, cases))] == [1, 2, 1]
    assert [points for _, points in shared(Question("q", [1, 2, 3], cases))] == [1, 2, 3]
    assert [points for _, points in shared(Question("q", None, cases))] == [0, 2, 0]
    assert [points for _, points in shared(Question("q", None, cases[:1]))] == [1]


@pytest.mark.parametrize("origin", ["gradescope", "otter", "nbgrader"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", "def f(:"),
        ("a.py", "import unittest\nclass T(unittest.TestCase): pass\n"),
        ("a.py", "x = " + "(" * 3000 + ")" * 3000),
        ("a.ipynb", "{}"),
        ("a.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": 3})),
        ("a.txt", "nothing"),
    ],
)
def test_what_holds_no_tests_is_refused_in_words(
    origin: str, name: str, content: str, tmp_path: Path
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / name).write_text(content)
    result = CliRunner().invoke(import_command, [origin, str(folder), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_never_written_to(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    arguments = ["nbgrader", str(SAMPLES / "nbgrader"), "-o", str(tmp_path)]
    result = CliRunner().invoke(import_command, arguments)
    assert result.exit_code == 1
    assert "is there already: name a new folder" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_nothing_translated_says_why(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "test_x.py").write_text(
        "import unittest, hw\nclass T(unittest.TestCase):\n"
        "    def test_a(self):\n        self.assertTrue(open('x').read())\n"
    )
    arguments = ["gradescope", str(tmp_path / "a"), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(import_command, arguments)
    assert result.exit_code == 1
    assert "no test of a could be translated:\n  a: " in result.output
    assert "nothing says what open is" in result.output
