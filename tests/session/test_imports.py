"""The submission's own files among its imports, and nobody else's."""

from __future__ import annotations

import json

import pytest

from grader.session import StudentFault

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# tanh"]},
            {"cell_type": "code", "source": ["%matplotlib inline\n", "def act(z): return 7"]},
        ]
    }
)
ACT = "def act(z): return 7\n"


@pytest.mark.parametrize(
    ("statement", "files"),
    [
        ("from act import act", {"act.py": ACT}),
        ("from .act import act", {"act.py": ACT}),
        ("from . import act; act = act.act", {"act.py": ACT}),
        ("import act as module; act = module.act", {"act.py": ACT}),
        ("from lib.act import act", {"lib/act.py": ACT}),
        ("from lib import act; act = act.act", {"lib/act.py": ACT, "lib/__init__.py": ""}),
        ("import lib.act; act = lib.act.act", {"lib/act.py": ACT}),
        ("from lib import act", {"lib/__init__.py": "from .inner import act", "lib/inner.py": ACT}),
        ("from lib import *", {"lib/__init__.py": ACT}),
        ("from act import act", {"week7/act.py": ACT}),
        ("from act import act", {"act.ipynb": NOTEBOOK}),
        ("import importlib; act = importlib.import_module('act').act", {"act.py": ACT}),
    ],
)
def test_files_of_the_submission_are_found(load, statement, files):
    session = load(f"{statement}\ndef tanh(z): return act(z)", files=files)
    assert session.loaded.problems == ()
    assert session.student.tanh(0) == 7


def test_a_file_in_a_folder_imports_its_neighbours_first(load):
    files = {"part2/act.py": ACT, "act.py": "def act(z): return 'wrong'"}
    session = load(
        "from act import act\ndef tanh(z): return act(z)", path="part2/tanh.py", files=files
    )
    assert session.student.tanh(0) == 7


@pytest.mark.parametrize(
    "name", ["random", "types", "secrets", "json", "numpy.py", "wire", "grader"]
)
def test_a_students_module_shadows_nothing_but_their_own(load, name):
    name = name.removesuffix(".py")
    text = f"""
    import {name}
    def marked(): return {name}.MARK
    def works():
        import numpy.testing, numpy.ma
        return type({name}).__name__
    """
    session = load(text, files={f"{name}.py": "MARK = 'mine'"})
    assert session.loaded.problems == ()
    assert session.student.marked() == "mine"
    if name != "numpy":
        assert session.student.works() == "module"


def test_numpy_keeps_its_own_random_beside_the_students(load):
    text = """
    import numpy as np
    from random import MINE
    def drawn(): return np.random.default_rng(0).integers(10), MINE
    """
    files = {"random.py": "MINE = 1", "secrets.py": "raise ValueError", "types.py": "1 / 0"}
    assert load(text, files=files).student.drawn()[1] == 1


def test_an_unfinished_neighbour_raises_where_it_is_unfinished(load):
    files = {"act.py": "def act(z):\n    raise NotImplementedError('act')\n"}
    with pytest.raises(StudentFault) as caught:
        load("from act import act\ndef tanh(z): return act(z)", files=files).student.tanh(1)
    assert (caught.value.kind, caught.value.where) == ("unfinished", "act.py line 2")


def test_a_raising_neighbour_is_located(load):
    session = load("from act import act", files={"act.py": "x = 1\ny = x / 0\n"})
    (problem,) = session.loaded.problems
    assert (problem.where, problem.type) == ("act.py line 2", "ZeroDivisionError")


def test_a_neighbours_syntax_error_is_located(load):
    session = load("from act import act", files={"act.py": "x = 1\ndef act(:\n"})
    assert session.loaded.problems[0].where == "act.py line 2"


def test_files_that_import_each_other_share_their_modules(load):
    files = {"b.py": "import a\ndef value(): return a.VALUE", "a.py": "import b\nVALUE = 5"}
    assert load("import a, b\ndef tanh(z): return b.value(), a.b is b", files=files).student.tanh(
        0
    ) == (5, True)


def test_modules_that_are_nowhere_are_missing(load):
    session = load("import nowhere_at_all")
    assert session.loaded.problems[0].message == "No module named 'nowhere_at_all'"


@pytest.mark.parametrize("name", ["grader", "pytest", "hypothesis.strategies"])
def test_packages_that_are_not_for_students_look_not_installed(load, launcher, name):
    if launcher.isolation.level != "full":
        pytest.skip("every file can be read here")
    (problem,) = load(f"import {name}").loaded.problems
    top = name.partition(".")[0]
    assert (problem.type, problem.message) == ("ModuleNotFoundError", f"No module named '{top}'")


def test_parts_of_numpy_that_load_late_load_in_a_worker_too(load_anyhow):
    text = """
    import numpy as np
    def f():
        masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
        return float(masked.sum()), np.polynomial.Polynomial([1, 2])(3.0), np.fft.fft([1.0]).size
    """
    assert load_anyhow(text).student.f() == (1.0, 7.0, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "import numpy",
        "import numpy.linalg",
        "import math, random, typing",
        "from act import act",
        "from IPython.display import display",
    ],
)
def test_what_is_allowed_is_imported(load, statement):
    session = load(f"{statement}\nx = 1", files={"act.py": ACT}, imports=("numpy",))
    assert session.loaded.problems == ()


@pytest.mark.parametrize(
    "statement", ["import pytest", "from hypothesis import given", "import matplotlib.pyplot"]
)
def test_what_is_not_allowed_is_as_good_as_not_installed(load_anyhow, statement):
    session = load_anyhow(f"{statement}\ndef tanh(z): return z", imports=("numpy",))
    (problem,) = session.loaded.problems
    assert problem.type == "ModuleNotFoundError"
    assert problem.message.endswith("': this assignment allows Python's own modules, numpy")
    guarded = f"try:\n    {statement}\nexcept ImportError:\n    x = 1"
    assert load_anyhow(guarded, imports=("numpy",)).loaded.problems == ()


def test_what_is_allowed_beyond_the_usual_can_be_read(load_anyhow):
    text = "import jinja2\ndef tanh(z): return jinja2.Template('{{ 1 + 1 }}').render()"
    assert load_anyhow(text, imports=("numpy", "jinja2")).student.tanh(0) == "2"
    assert load_anyhow(text, imports=("numpy",)).loaded.problems
