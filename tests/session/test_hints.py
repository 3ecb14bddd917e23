"""Leftovers that students bring along, and what they are told to do."""

from __future__ import annotations

import pytest

from grader.session import StudentFault


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("print x", "print(...)"),
        ("print 'loss:', 3", "print(...)"),
        ("exec 'x = 1'", "exec(...)"),
        ("if 1 <> 2: pass", "`!=`"),
        ("x = `3`", "repr(...)"),
        ("try: pass\nexcept ValueError, e: pass", "except Error as e"),
        ("raise ValueError, 'no'", "raise Error(text)"),
        ("x = 0777", "0o17"),
        ("x = 10L", "write 10."),
        ("def f():\n\tif 1:\n        return 2", "four spaces"),
        ("def f():\n\tif 1:\n\t\treturn 2\n  return 3", "Tabs and spaces are mixed"),
        ("%matplotlib inline", "notebook"),
        ("!pip install numpy", "notebook"),
        ("<<<<<<< HEAD", "merge conflict"),
        ("for i in xrange(3): pass", "write range"),
        ("raw_input()", "write input"),
        ("x = unicode('a')", "write str"),
        ("{}.iteritems()", "items()"),
        ("{}.has_key(1)", "key in dictionary"),
        ("from past.builtins import xrange", "Python 2"),
        ("import cPickle", "import pickle"),
        ("import torch", "do without it"),
        ("import tensorflow.keras as keras", "do without it"),
        ("import numpy as np; np.int(3)", "write int."),
        ("import numpy as np; np.zeros(3, dtype=np.float)", "write float."),
        ("import numpy as np; np.bool", "np.bool"),
        ("import numpy as np; np.float_(1)", "np.float64"),
        ("import numpy as np; x = np.Inf", "np.inf"),
        ("import numpy as np; np.product([1])", "np.prod"),
        ("import numpy as np; np.zeros(3).itemset(0, 1)", "a[index] = value"),
        ("x = np.zeros(3)", "import numpy as np"),
        ("x = input()", "input()"),
    ],
)
def test_leftovers_are_explained(load, line, advice):
    problems = load(line).loaded.problems
    if line.endswith("np.bool"):  # back since NumPy 2
        assert problems == ()
    else:
        assert advice in problems[0].hint


@pytest.mark.parametrize(
    "line",
    [
        "print x",
        "if 1: print 'loss', 3",
        "exec 'x = 1'",
        "if 1 <> 2: pass",
        "x = `3`",
        "try: pass\nexcept ValueError, e: pass",
        "raise ValueError, 'no'",
        "x = 0777",
        "x = 10L",
    ],
)
def test_the_syntax_of_python_2_is_called_that(load, line):
    (problem,) = load(line).loaded.problems
    assert "Python 2" in problem.hint


@pytest.mark.parametrize(
    "line",
    [
        "x = 1 / 0",
        "{}['W1']",
        "import numpy as np; np.zeroes(3)",
        "x = (",
        "raise ValueError('np.int')",
        "import numpy as np; np.ones(2) @ np.ones(3)",
        "def f():\nreturn 3",
        "def f():\n        if 1:\n            return 2\n    return 3",
    ],
)
def test_ordinary_mistakes_get_no_invented_hint(load, line):
    assert load(line).loaded.problems[0].hint is None


def test_hints_come_with_faults_of_calls_too(load):
    with pytest.raises(StudentFault) as caught:
        load("import numpy as np\ndef tanh(z): return np.float(z)").student.tanh(1.0)
    assert caught.value.hint == "np.float is NumPy 1: write float."
