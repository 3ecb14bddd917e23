"""A stub as a notebook."""

from __future__ import annotations

import nbformat
import pytest

from grader.authoring import stub_notebook
from grader.authoring.notebook import Cell, Grading, notebook_text

STUB = '''\
"""Doubling numbers.

See the lecture.
"""

import math
from os import path

# How far.
def double(x):
    """2 * x"""
    raise NotImplementedError


@staticmethod
def half(x):
    raise NotImplementedError


LIMIT = 3


class Net:
    def forward(self):
        raise NotImplementedError
'''


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    return nbformat.reads(stub_notebook(STUB, "doubling"), as_version=nbformat.NO_CONVERT)


def test_it_is_a_valid_notebook(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_the_docstring_is_the_introduction(notebook: nbformat.NotebookNode) -> None:
    first = notebook.cells[0]
    assert (first.cell_type, first.source) == ("markdown", "# Doubling numbers\n\nSee the lecture.")


def test_each_definition_and_each_block_is_a_cell(notebook: nbformat.NotebookNode) -> None:
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert [source.splitlines()[0] for source in code] == [
        "%load_ext grader",
        "import math",
        "# How far.",
        "@staticmethod",
        "LIMIT = 3",
        "class Net:",
        "%grade doubling",
    ]
    assert code[1] == "import math\nfrom os import path"
    assert code[2].endswith('    """2 * x"""\n    raise NotImplementedError')


def test_the_end_tells_how_to_grade_and_does(notebook: nbformat.NotebookNode) -> None:
    text, check = notebook.cells[-2:]
    assert text.cell_type == "markdown"
    assert "grade doubling.ipynb" in text.source
    assert (check.cell_type, check.source) == ("code", "%grade doubling")


def test_an_assignment_in_a_folder_is_named_to_both_ways_of_grading() -> None:
    notebook = nbformat.reads(stub_notebook(STUB, "doubling", "week 3"), as_version=4)
    text, check = notebook.cells[-2:]
    assert check.source == "%grade doubling -a 'week 3'"
    assert "`grade doubling.ipynb -a 'week 3'`" in text.source


def test_cells_of_the_author_s_that_grade_are_enough() -> None:
    cells = [Cell("code", "%load_ext grader\nimport math"), Cell("code", "%grade a -v")]
    notebook = nbformat.reads(notebook_text(cells, "a", Grading({"a": ()})), as_version=4)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in cells]


def test_there_are_no_outputs(notebook: nbformat.NotebookNode) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code)


def test_a_stub_without_a_docstring_is_titled_by_its_name() -> None:
    notebook = nbformat.reads(stub_notebook("import math\n", "roots"), as_version=4)
    assert [cell.source for cell in notebook.cells[:3]] == [
        "# roots",
        "%load_ext grader",
        "import math",
    ]
