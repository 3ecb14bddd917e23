"""`%grade` in a real kernel."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from .conftest import Notebook, solution_cells

WRONG = "def tanh(z):\n    return np.tanh(z) + 1"
ROOT = Path(__file__).parents[2]
EXTERNAL = ROOT / "tests" / "attacks" / "assignment"
LINE = re.compile(r"^. +(\d+/\d+)  ", re.MULTILINE)


@pytest.fixture
def tanh(notebook: Notebook) -> Notebook:
    """A notebook whose cells hold the solution of tanh: A is its imports, B tanh itself."""
    notebook.run("%load_ext grader")
    for cell, source in zip("ABCDE", solution_cells("tanh"), strict=True):
        notebook.run(source, cell)
    return notebook


def test_it_is_the_command_s_verdict(tanh: Notebook, tmp_path: Path) -> None:
    tanh.run(WRONG, "B")
    cells = solution_cells("tanh")
    (tmp_path / "tanh.py").write_text("\n\n\n".join([cells[0], WRONG, *cells[2:]]))
    command = [sys.executable, "-m", "grader.cli.grade", "tanh.py", "--seed", "7", "-e", "tanh"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    shown = tanh.run("%grade tanh --seed 7")
    assert LINE.findall(shown.plain) == LINE.findall(done.stdout) != ["20/20"]
    assert [line for line in shown.plain.splitlines() if "✗" in line] == [
        line for line in done.stdout.splitlines() if "✗" in line
    ]


def test_cells_that_ran_before_the_extension_was_loaded_count(notebook: Notebook) -> None:
    for source in solution_cells("tanh"):
        notebook.run(source)
    assert "20/20" in notebook.run("%load_ext grader\n%grade tanh").plain


def test_a_changed_cell_counts_once_it_is_run(tanh: Notebook) -> None:
    assert "20/20" not in tanh.run(f"{WRONG}\n%grade tanh", "B").plain
    tanh.run(solution_cells("tanh")[1], "B")
    assert "20/20" in tanh.run("%grade tanh").plain


def test_a_spoilt_kernel_changes_nothing(tanh: Notebook) -> None:
    """The judge is another process: what the kernel's NumPy was made to do is not asked."""
    tanh.run(WRONG, "B")
    before = "\n".join(
        [
            "import numpy, grader.judgement.comparing as judge",
            "numpy.allclose = numpy.isclose = lambda *a, **k: True",
            "judge.compare = None",
            "numpy.tanh = lambda z: z * 0 + 2",
            "%grade tanh --seed 7",
        ]
    )
    shown = tanh.run(before, "X")
    assert shown.errors == []
    assert "20/20" not in shown.plain
    assert "tanh" in shown.plain


def test_what_a_student_named_is_escaped(notebook: Notebook) -> None:
    notebook.run("%load_ext grader")
    notebook.run("def tanh(z):\n    raise ValueError('<script>alert(1)</script>\\x1b[31m')")
    shown = notebook.run("%grade tanh")
    page = base64.b64decode(re.findall(r"base64,([\w+/=]+)", shown.html)[0]).decode()
    assert "<script>" in shown.plain
    assert "<script>" not in shown.html + page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in shown.plain + shown.html + page


def test_the_page_is_in_a_frame_that_can_do_nothing(tanh: Notebook) -> None:
    shown = tanh.run(f"{WRONG}\n%grade tanh", "B")
    assert '<iframe sandbox="" title="' in shown.html
    assert shown.html.count("<iframe") == 1


def test_a_fault_names_the_number_beside_its_cell(notebook: Notebook) -> None:
    notebook.run("%load_ext grader")
    notebook.run("x = 1")
    notebook.run("import numpy as np\ndef tanh(z):\n    return np.tan_h(z)", "T")
    number = notebook.run("print(len(In) - 2)").printed.strip()
    assert f"cell {number} line 3" in notebook.run("%grade tanh -v").plain


def test_modules_imported_from_the_folder_go_along(notebook: Notebook) -> None:
    cells = solution_cells("tanh")
    notebook.run(f"%%writefile activations.py\nimport numpy as np\n{cells[1]}")
    notebook.run("%load_ext grader")
    for source in [cells[0], "from activations import tanh", *cells[2:]]:
        notebook.run(source)
    assert "20/20" in notebook.run("%grade tanh").plain


def test_an_assignment_in_a_folder(notebook: Notebook) -> None:
    notebook.run("%load_ext grader")
    notebook.run("def double(x):\n    return 2 * x")
    assert LINE.findall(notebook.run(f"%grade double -a {EXTERNAL}").plain) != []


def test_a_released_notebook_grades_itself(notebook: Notebook) -> None:
    stub = ROOT / "assignments" / "practice" / "tanh.ipynb"
    cells = [cell for cell in nbformat.read(stub, as_version=4).cells if cell.cell_type == "code"]
    shown = [notebook.run(cell.source, cell.id) for cell in cells]
    assert "not started" in shown[-1].plain.lower()
    assert [each.errors for each in shown] == [[]] * len(shown)


def test_nothing_run_is_said(notebook: Notebook) -> None:
    shown = notebook.run("%load_ext grader\n%grade tanh")
    assert "%grade: no cell with code was run since the kernel started" in shown.printed
    assert (shown.plain, shown.errors) == ("", [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("%grade nope", "no exercise 'nope'"),
        ("%grade ../tanh", "../tanh is not the name of an exercise"),
        ("%grade 'tanh", "No closing quotation"),
        ("%grade tanh --seed x", "'x' is not a valid integer"),
        ("%grade tanh --sed 1", "No such option"),
        ("%grade tanh -a nowhere", "no assignment 'nowhere'"),
        ("%grade --help", "%grade tanh --seed 7"),
    ],
)
def test_a_wrong_line_is_answered_in_words(tanh: Notebook, line: str, message: str) -> None:
    shown = tanh.run(line)
    assert message in shown.printed
    assert shown.errors == []
    assert "Traceback" not in shown.printed


def test_an_interrupt_ends_it_and_all_that_it_started(notebook: Notebook, tmp_path: Path) -> None:
    notebook.run(f"import os, tempfile; tempfile.tempdir = {str(tmp_path)!r}")
    notebook.run("%load_ext grader")
    notebook.run("import sys\nwhile 'ipykernel' not in sys.modules: pass\ndef tanh(z): pass")
    request = notebook.start("print('now')\n%grade tanh")
    message = notebook.client.get_iopub_msg(timeout=60)
    while message["msg_type"] != "stream":
        message = notebook.client.get_iopub_msg(timeout=60)
    notebook.manager.interrupt_kernel()
    shown = notebook.shown(request)
    assert "%grade: interrupted" in shown.printed
    assert shown.errors == []
    assert list(tmp_path.iterdir()) == []
    assert notebook.run("tempfile.tempdir = None\nprint(1 + 1)").printed == "2\n"


def test_plain_ipython_shows_text(tmp_path: Path) -> None:
    lines = ["%load_ext grader", "def double(x): return 2 * x", "", f"%grade double -a {EXTERNAL}"]
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor"],
        input="\n".join([*lines, "exit", ""]),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"IPYTHONDIR": str(tmp_path), "PATH": ""},
        check=True,
    )
    assert "Total: " in done.stdout
    assert "<table" not in done.stdout


def test_the_package_needs_no_ipython() -> None:
    code = "import grader.notebook.magic, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True
    )
    assert "IPython" not in json.loads(done.stdout)
