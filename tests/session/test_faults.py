"""What a student reads when a name is missing or a call does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from grader.session import StudentFault


def fault_of(call):
    with pytest.raises(StudentFault) as caught:
        call()
    return caught.value


@pytest.mark.parametrize(
    ("text", "type_name", "said", "hint"),
    [
        (
            "import numpy as np\nimport torch\ndef tanh(z): return z",
            "ModuleNotFoundError",
            "your file has no 'tanh': tanh.py line 2 raised ModuleNotFoundError: No module named",
            "do without it",
        ),
        (
            "def tanh(z):\n    print z",
            "SyntaxError",
            "your file has no 'tanh': tanh.py line 2 raised SyntaxError: ",
            "Python 2",
        ),
        ("def tanh(z):\nreturn z", "IndentationError", "tanh.py line 2", None),
    ],
)
def test_a_missing_name_says_what_kept_it_from_being_defined(load, text, type_name, said, hint):
    fault = fault_of(lambda: load(text).student.tanh)
    assert (fault.kind, fault.type_name) == ("missing", type_name)
    assert said in fault.text
    assert fault.where.startswith("tanh.py line 2")
    assert fault.hint is None if hint is None else hint in fault.hint


@pytest.mark.parametrize("text", ["def sigmoid(z): return z", "def tanh_(z): return z\n1 / 0"])
def test_a_name_that_was_never_written_is_just_missing(load, text):
    fault = fault_of(lambda: load(text).student.tanh)
    assert (fault.kind, fault.text, fault.type_name) == ("missing", "your file has no 'tanh'", None)


NET = """
class Net:
    def __init__(self, sizes): self.sizes = sizes
    def forward(X): return X
    def backward(self, y, lr): return y
    def broken(self, y): return self.backward(y)
def check(f, x): return x
double = lambda: 2
"""


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: s.Net([1]).backward(1), "Net.backward was called with 1 argument, as the"),
        (lambda s: s.Net([1]).forward(1), "takes 1 positional argument but 2 were given"),
        (lambda s: s.Net(), "Net was called with 0 arguments, as the exercise says: TypeError: "),
        (lambda s: s.check(1, 2, epsilon=3), "check was called with 2 arguments and epsilon, as"),
        (lambda s: s.check(1, f=3), "got multiple values for argument 'f'"),
        (lambda s: s.double(3), "takes 0 positional arguments but 1 was given"),
    ],
)
def test_a_call_that_does_not_fit_tells_how_it_was_called(load_anyhow, call, said):
    fault = fault_of(lambda: call(load_anyhow(NET).student))
    assert (fault.kind, fault.type_name, fault.signature) == ("exception", "TypeError", True)
    assert said in fault.text


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (NET, lambda s: s.Net([1]).broken(1)),
        ("def f(x): raise TypeError('f() takes 1 positional argument')", lambda s: s.f(1)),
        ("f = 3", lambda s: s.f(1)),
        ("f = float", lambda s: s.f([1])),
    ],
)
def test_other_type_errors_are_not_about_the_signature(load, text, call):
    fault = fault_of(lambda: call(load(text).student))
    assert (fault.type_name, fault.signature) == ("TypeError", False)
    assert "as the exercise says" not in fault.text


def test_training_says_too_that_a_method_does_not_fit(load):
    student = load(NET).student
    network = student.Net([1])
    X = np.ones((1, 1))
    fault = fault_of(lambda: student.train(network, X, X, 0.1, 1, [1]))
    assert fault.signature


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def Net(sizes): return None", "Net(...) gave None instead of an object"),
        ("def Net(sizes): return {}", "Net(...) gave a value of type dict instead of an object"),
        ("class Net:\n    def __new__(cls, sizes): return None", "gave None instead of an object"),
    ],
)
def test_a_class_that_makes_no_object_is_the_students_fault(load_anyhow, text, said):
    student = load_anyhow(text).student
    fault = fault_of(lambda: student.construct(student.Net, [2, 1]))
    assert fault.kind == "exception"
    assert said in fault.text


@pytest.mark.parametrize(
    "text",
    [
        "class Net:\n    def __init__(self, sizes): self.sizes = sizes",
        "class Net(dict):\n    def __init__(self, sizes): self.sizes = sizes",
        "class N:\n    pass\ndef Net(sizes):\n    n = N(); n.sizes = sizes\n    return n",
    ],
)
def test_what_makes_an_object_may_be_a_class_or_a_function(load_anyhow, text):
    student = load_anyhow(text).student
    assert student.construct(student.Net, [2, 1]).sizes == [2, 1]
