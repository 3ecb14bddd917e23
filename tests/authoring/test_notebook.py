"""A stub as a notebook."""

from __future__ import annotations

import nbformat
import pytest

from grader.authoring import stub_notebook

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
        "import math",
        "# How far.",
        "@staticmethod",
        "LIMIT = 3",
        "class Net:",
    ]
    assert code[0] == "import math\nfrom os import path"
    assert code[1].endswith('    """2 * x"""\n    raise NotImplementedError')


def test_the_last_cell_tells_how_to_grade(notebook: nbformat.NotebookNode) -> None:
    last = notebook.cells[-1]
    assert last.cell_type == "markdown"
    assert "grade doubling.ipynb" in last.source


def test_there_are_no_outputs(notebook: nbformat.NotebookNode) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code)


def test_a_stub_without_a_docstring_is_titled_by_its_name() -> None:
    notebook = nbformat.reads(stub_notebook("import math\n", "roots"), as_version=4)
    assert [cell.source for cell in notebook.cells[:2]] == ["# roots", "import math"]
