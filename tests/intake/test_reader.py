from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.session.worker.reader import read_sources


def read(path: str, data: bytes) -> dict[str, Any]:
    (entry,) = read_sources({path: data})["files"]
    json.dumps(entry, allow_nan=False).encode("ascii")  # plain data, all of it
    return entry  # type: ignore[no-any-return]


def notebook(*cells: str, **changes: Any) -> bytes:
    """A notebook of today; ``changes`` replace top-level entries (None removes one)."""
    document = {
        "cells": [
            {"cell_type": "code", "id": f"c{i}", "source": cell, "metadata": {}}
            | {"outputs": [], "execution_count": None}
            for i, cell in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    document |= changes
    return json.dumps({k: v for k, v in document.items() if v is not None}).encode()


def test_files_come_in_order_and_others_are_not_read() -> None:
    files = {"b.py": b"x = 1", "a.ipynb": notebook("y = 1"), "c.csv": b"1", "D.PY": b"z = 1"}
    entries = read_sources(files)["files"]
    assert [(e["path"], e["kind"], e["defines"]) for e in entries] == [
        ("D.PY", "py", ["z"]),
        ("a.ipynb", "ipynb", ["y"]),
        ("b.py", "py", ["x"]),
    ]


@pytest.mark.parametrize(
    ("code", "defines"),
    [
        ("def tanh(z): pass", ["tanh"]),
        ("async def a(): pass\nclass B: c = 1", ["a", "B"]),
        ("a, (b, *c) = d = 1, (2, 3)\ne: int = 1\nf: int", ["a", "b", "c", "d", "e"]),
        (
            "try:\n  a = 1\nexcept E:\n  b = 2\nif 1:\n  def c(): d = 1\nelse:\n  e = 1",
            list("abce"),
        ),
        ("x.y = 1\nx[0] = 2", []),
        ("tanh = np.tanh", ["tanh"]),
    ],
)
def test_definitions_are_the_names_at_top_level(code: str, defines: list[str]) -> None:
    assert sorted(read("a.py", code.encode())["defines"]) == sorted(defines)


def test_imports_are_told_from_definitions() -> None:
    code = b"import numpy as np, os.path\nfrom tanh import tanh, TanhNetwork as T\nfrom x import *"
    entry = read("a.py", code)
    assert entry["defines"] == []
    assert {"np", "os", "tanh", "T"} <= set(entry["imports"])


@pytest.mark.parametrize(
    "body",
    [
        "raise NotImplementedError",
        '"""Say."""\n    raise NotImplementedError("write me")',
        "pass",
        "...",
        '"""Only a docstring."""',
        "return None",
        "m = 1\n    raise NotImplementedError()",
    ],
)
def test_stubs_are_unfinished(body: str) -> None:
    entry = read("a.py", f"def tanh(z):\n    {body}\n".encode())
    assert entry["unfinished"] == ["tanh"]


@pytest.mark.parametrize(
    "body",
    [
        "return z",
        "return 0\n    raise NotImplementedError",
        "if z: return 1\n    raise NotImplementedError('other z')",
        "raise ValueError",
    ],
)
def test_finished_functions_are_not(body: str) -> None:
    assert read("a.py", f"def tanh(z):\n    {body}\n".encode())["unfinished"] == []


def test_a_class_is_unfinished_when_all_its_methods_are() -> None:
    code = "class N:\n  def f(self): raise NotImplementedError\n  def g(self): {}\n"
    assert read("a.py", code.format("pass").encode())["unfinished"] == ["N", "N.f", "N.g"]
    assert read("a.py", code.format("return 1").encode())["unfinished"] == ["N.f"]


def test_the_last_definition_counts() -> None:
    stub, done = "def f(x): raise NotImplementedError", "def f(x): return x"
    assert read("a.ipynb", notebook(stub, done))["unfinished"] == []
    assert read("a.ipynb", notebook(done, stub))["unfinished"] == ["f"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfx = 1\r\n", b"# coding: latin-1\nx = '\xe4'\n"])
def test_byte_order_marks_and_coding_lines_are_understood(data: bytes) -> None:
    entry = read("a.py", data)
    assert (entry["defines"], entry["parses"], entry["error"]) == (["x"], True, None)


@pytest.mark.parametrize(
    "data", [b"def f(x):\n  print 'x'\nN = 1\n", b"def f(:\nN = 1", b"\xffdef\ndef f(x):\nN = 1"]
)
def test_what_does_not_parse_is_guessed(data: bytes) -> None:
    entry = read("a.py", data)
    assert (entry["defines"], entry["parses"], entry["error"]) == (["f", "N"], False, None)


@pytest.mark.parametrize("path", ["a.py", "a.ipynb"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file_says_so(path: str, data: bytes) -> None:
    assert read(path, data)["error"] == "is empty"


def test_a_notebook_under_a_wrong_name_says_so() -> None:
    assert ".ipynb" in read("a.py", notebook("x = 1"))["error"]


# --- notebooks


def test_only_code_cells_count_in_their_order() -> None:
    document = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[
            nbformat.v4.new_code_cell("a = 1\nb = 2"),  # type: ignore[no-untyped-call]
            nbformat.v4.new_markdown_cell("c = 3"),  # type: ignore[no-untyped-call]
            nbformat.v4.new_code_cell("%time\nd = 4"),  # type: ignore[no-untyped-call]
        ]
    )
    entry = read("a.ipynb", nbformat.writes(document).encode())  # type: ignore[no-untyped-call]
    assert entry["cells"] == ["a = 1\nb = 2", "%time\nd = 4"]
    assert entry["defines"] == ["a", "b", "d"]


def test_a_notebook_of_version_3_is_read() -> None:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "input": ["x = 1\n", "y = 2"],
        "language": "python",
    }
    cell |= {"outputs": [], "collapsed": False, "metadata": {}}
    document = {"worksheets": [{"cells": [cell], "metadata": {}}], "metadata": {"name": ""}}
    data = json.dumps(document | {"nbformat": 3, "nbformat_minor": 0}).encode()
    assert read("a.ipynb", data)["cells"] == ["x = 1\ny = 2"]


@pytest.mark.parametrize(
    "data",
    [
        notebook("x = 1", metadata=None),
        notebook("x = 1", metadata={}),
        notebook("x = 1", nbformat=None),
        notebook("x = 1", nbformat=99),
        notebook("x = 1", nbformat="four"),
        notebook("x = 1", nbformat_minor=None),
        notebook("x = 1", extra=float("nan")),
        notebook("x = 1").replace(b'"id": "c0"', b'"id": "not allowed!"'),
        notebook("x = 1").replace(b'"id": "c0", ', b""),
        notebook("x = 1").replace(b'"outputs": []', b'"outputs": "none"'),
        notebook("x = 1").replace(b'"x = 1"', b'["x =", " 1"]'),
        b"\xef\xbb\xbf" + notebook("x = 1"),
        notebook("x = 1").decode().encode("utf-16"),
        b'{"cells": [{"cell_type": "code", "source": "x = 1"}, 7, null, {"cell_type": "code"}]}',
    ],
)
def test_untidy_notebooks_are_read(data: bytes) -> None:
    entry = read("a.ipynb", data)
    assert entry["error"] is None
    assert [cell for cell in entry["cells"] if cell] == ["x = 1"]
    assert entry["defines"] == ["x"]


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert read("a.ipynb", notebook("x = '\ud800'"))["cells"] == ["x = '?'"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (notebook("x = 1")[:-40], "is a damaged notebook at line 1"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"x = 1\n", "is not a notebook"),
        (b"[1, 2]", "is not a notebook"),
        (b"{}", "has no cells"),
        (b'{"cells": 7}', "has no cells"),
        (b'{"cells": []}', "has no code"),
        (notebook(), "has no code"),
        (notebook("", " \n"), "has no code"),
        (b'{"a": "\xff"}', "is not UTF-8"),
        (b"\x80\x81", "is not UTF-8"),
        (notebook("x <- 1", metadata={"kernelspec": {"language": "R"}}), "not a Python notebook"),
        (notebook(*["x"] * 2001), "more than 2,000 cells"),
        (notebook("#" * 1_000_001), "1,000,000 characters"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_says_so(data: bytes, says: str) -> None:
    entry = read("a.ipynb", data)
    assert says in entry["error"]
    assert entry["cells"] == []


@pytest.mark.parametrize(
    ("cell", "defines"),
    [
        ("!pip install numpy\nx = 1", ["x"]),
        ("%matplotlib inline\nx = 1\nnp.tanh?\n?np", ["x"]),
        ("if True:\n    !ls\n    x = 1", ["x"]),
        ("files = !ls\nx = 1", ["x"]),
        ("%%time\nx = 1", ["x"]),
        ("%%timeit -n 1\nx = 1", ["x"]),
        ("%%bash\nx=1", []),
        ("%%writefile tanh.py\nx = 1", []),
        ("%%\nx=1", []),
        ("s = '''\n%not a magic\n'''", ["s"]),
        ("y = 5 \\\n  % 3", ["y"]),
        ("print 'x'\ndef f(x):\n  return x", ["f"]),
    ],
)
def test_magics_hide_no_definition(cell: str, defines: list[str]) -> None:
    entry = read("a.ipynb", notebook(cell))
    assert entry["defines"] == defines
    assert entry["cells"] == [cell]


# --- hostile files

HOSTILE = {
    "minus": b"-" * 80_000 + b"1",
    "brackets": b"(" * 100_000,
    "digits": b"x = " + b"9" * 10_000,
    "lambdas": b"lambda:" * 50_000 + b"1",
    "elifs": b"if x:\n pass\n" + b"elif x:\n pass\n" * 20_000,
    "nots": b"not " * 100_000 + b"1",
    "targets": b"x=" * 100_000 + b"1",
    "nul": b"\x00def f(): pass",
    "utf7": b"# coding: utf-7\n+AAo-x",
    "unknown coding": b"# coding: nonsense\nx = 1",
    "long name": b"x" * 500_000 + b" = 1",
    "magics": b"\n".join([b"%x"] * 5_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_its_own_entry_only(name: str) -> None:
    source = HOSTILE[name]
    cell = source.decode("latin-1")
    files = {"bad.py": source, "bad.ipynb": notebook(cell), "good.py": b"x = 1"}
    entries = {entry["path"]: entry for entry in read_sources(files)["files"]}
    assert entries["good.py"]["defines"] == ["x"]
    assert all(len(name) <= 100 for entry in entries.values() for name in entry["defines"])


quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["code", 4]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "worksheets", "source", "input", "cell_type", "nbformat", "metadata"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@quick
@given(st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    read("a.py", data)
    read("a.ipynb", data)


@quick
@given(JSON)
def test_any_json_is_survived(document: Any) -> None:
    read("a.ipynb", json.dumps(document).encode())


@quick
@given(st.text(st.sampled_from("def class=x%!?:()\n \t'\"\\"), max_size=60))
def test_any_cell_is_survived(cell: str) -> None:
    read("a.ipynb", notebook(cell, "marker = 1"))
