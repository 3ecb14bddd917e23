"""Notebook cells: what runs, what is skipped, what is said."""

from __future__ import annotations

import pytest

from grader.session.worker.cells import plain, without_magics


def test_cells_run_in_order_and_a_raising_one_is_skipped(load):
    session = load(
        path="tanh.ipynb",
        cells=["x = 1\ny = x / 0\nz = 3", "def tanh(v): return v + x", "def broken(:", "last = 4"],
    )
    assert session.loaded.names == {"x", "tanh", "last"}
    first, second = session.loaded.problems
    assert (first.where, first.type, first.before) == ("cell 1 line 2", "ZeroDivisionError", True)
    assert (second.where, second.type) == ("cell 3 line 1", "SyntaxError")
    assert session.student.tanh(1) == 2


def test_exceptions_in_calls_name_the_cell(load):
    session = load(path="a.ipynb", cells=["import numpy", "def tanh(z):\n    return 1 / z"])
    with pytest.raises(Exception, match="division by zero") as caught:
        session.student.tanh(0)
    assert caught.value.where == "cell 2 line 2"
    assert caught.value.traceback == ("cell 2, line 2, in tanh: return 1 / z",)


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip install numpy",
        "?print",
        "print?",
        "print??",
        "files = !ls",
        "%time x = 2",
        "  %precision 3",
        "!ls | grep '(' ",
        "a, b = %sx echo 1",
    ],
)
def test_magic_and_shell_lines_are_passed_over(magic):
    indent = magic[: len(magic) - len(magic.lstrip())]
    text = f"if True:\n{indent or ''}{magic}\n" if indent else f"before = 1\n{magic}\nafter = 2\n"
    exec(without_magics(text), space := {})
    assert indent or space["after"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "s = '''\n%matplotlib inline\n!ls\n'''\n",
        "x = (7\n%2)\n",
        "def f():\n    return 5\\\n  %3\n",
    ],
)
def test_lines_that_only_look_like_magics_stay(text):
    assert without_magics(text) == text


@pytest.mark.parametrize(
    ("cell", "runs"),
    [
        ("%%time\nx = 1", True),
        ("%%capture out\nx = 1", True),
        ("\n%%timeit -n 3\n%matplotlib inline\nx = 1", True),
        ("%%bash\nx = 1", False),
        ("%%html\n<b>x = 1</b>", False),
        ("%%javascript", False),
    ],
)
def test_cell_magics_decide_whether_the_body_runs(cell, runs):
    exec(plain(cell).text, space := {})
    assert ("x" in space) is runs


def test_lines_keep_their_numbers_under_a_cell_magic(load):
    session = load(path="a.ipynb", cells=["%%time\n!ls\nx = 1 / 0"])
    assert session.loaded.problems[0].where == "cell 1 line 3"


def test_a_written_file_can_be_imported(load):
    session = load(
        path="a.ipynb",
        cells=[
            "%%writefile act.py\ndef relu(z): return max(z, 0)\n",
            "%%writefile ../escaped.py\nx = 1",
            "from act import relu",
        ],
    )
    assert session.loaded.problems == ()
    assert session.student.relu(-1) == 0


def test_what_a_notebook_takes_for_granted_does_no_harm(load):
    session = load(
        path="a.ipynb",
        cells=[
            """
        from IPython.display import display, Image, clear_output
        import IPython
        get_ipython().run_line_magic("matplotlib", "inline")
        display("x"); clear_output(wait=True); Image("x.png")
        tanh = 1
        """
        ],
    )
    assert session.loaded.problems == ()
    assert "tanh" in session.loaded.names


def test_top_level_await_and_odd_cells_are_problems_of_their_own(load):
    session = load(
        path="a.ipynb", cells=["await f()", "", "# only a comment", "x = 1", "x = (\x00"]
    )
    assert len(session.loaded.problems) == 2
    assert session.loaded.names == {"x"}
