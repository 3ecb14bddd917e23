"""Hostile notebooks."""

from __future__ import annotations

import json
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches level full")

WRONG = "def double(x):\n    return 0 * x"


def notebook(*sources, **more):
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": s}
        for s in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **more})


def nested(depth):
    return '{"cells": ' + "[" * depth + "]" * depth + ', "metadata": {}, "nbformat": 4}'


SHELL = [
    "!touch {outside}/shell",
    "%system touch {outside}/system",
    "%sx touch {outside}/sx",
    "%%bash\ntouch {outside}/bash",
    "%%sh\ntouch {outside}/sh",
    "%%script sh\ntouch {outside}/script",
    "get_ipython().system('touch {outside}/call')",
    "files = !touch {outside}/assigned",
    "%%writefile {outside}/written\nx",
    "%%writefile ../../written\nx",
    "%%file {outside}/filed\nx",
    "%save {outside}/saved 1",
    "%run {outside}/neighbour/double.py",
    "%load {outside}/neighbour/double.py",
    "%cd {outside}",
    "%%time\nopen('{outside}/timed', 'w').close()",
    "%%capture\nopen('{outside}/captured', 'w').close()",
    "%pip install grader-attack-canary",
]


@pytest.mark.parametrize("cell", SHELL)
def test_a_cell_reaches_no_shell(cell, trap):
    trap.arm("")
    (trap.submission / "double.py").unlink()
    text = notebook(cell.format(outside=trap.outside), WRONG)
    (trap.submission / "double.ipynb").write_text(text)
    grading = trap.grade()
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert (grading.score("double"), grading.score("triple")) == (0, 10)


FILES = {
    "no_json": "not a notebook",
    "empty": "",
    "truncated": notebook(WRONG)[:-20],
    "deeply_nested": nested(100_000),
    "a_list": "[]",
    "cells_are_text": '{"cells": "def double(x): ...", "metadata": {}, "nbformat": 4}',
    "cell_is_number": '{"cells": [7], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}',
    "source_is_object": notebook({"a": 1}),
    "source_is_nested": notebook([[WRONG]]),
    "not_numbers": notebook(WRONG, nbformat_minor=float("nan")),
    "enormous_number": notebook(WRONG).replace('"nbformat": 4', '"nbformat": ' + "9" * 5_000),
    "repeated_keys": notebook(WRONG)[:-1] + ', "cells": []}',
    "surrogates": notebook("x = '\ud800'", WRONG),
    "old_version": '{"worksheets": [{"cells": []}], "metadata": {}, "nbformat": 3}',
    "new_version": notebook(WRONG, nbformat=99),
    "many_cells": notebook(*["x = 1"] * 5_000),
    "hostile_metadata": notebook(WRONG, metadata={"kernelspec": {"name": "!sh", "argv": ["sh"]}}),
    "nul_bytes": notebook("x = 1\x00", WRONG),
}


@pytest.mark.parametrize("name", FILES)
def test_a_malformed_notebook_costs_its_own_exercise_only(name, trap):
    trap.arm("")
    (trap.submission / "double.py").unlink()
    (trap.submission / "double.ipynb").write_text(FILES[name])
    grading = trap.grade()
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert (grading.score("double"), grading.score("triple")) == (0, 10)
