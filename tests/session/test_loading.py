"""Loading a student's file: what of it survives, and what is said about the rest."""

from __future__ import annotations

import numpy as np
import pytest

from grader.session import StudentFault


def only_problem(session):
    (problem,) = session.loaded.problems
    return problem


def test_public_names_are_reported(load):
    session = load("import numpy as np\nLR = 1\ndef tanh(z): return z\nclass Net: pass")
    assert session.loaded.names == {"np", "LR", "tanh", "Net"}
    assert session.loaded.problems == ()


def test_definitions_before_a_raising_line_survive(load):
    session = load("def tanh(z): return z\nraise ValueError('demo')\ndef later(): pass")
    problem = only_problem(session)
    assert (problem.where, problem.type, problem.message) == (
        *("tanh.py line 2", "ValueError"),
        "demo",
    )
    assert problem.before
    assert session.student.tanh(1) == 1
    with pytest.raises(StudentFault, match="no 'later'"):
        _ = session.student.later


def test_a_demo_that_fails_at_the_end_took_no_definition_with_it(load):
    assert not only_problem(load("def tanh(z): return z\nprint(1 / 0)")).before


def test_what_counts_is_the_line_of_the_file_that_raised_not_the_function_it_called(load):
    text = "def f(): return 1 / 0\ndef tanh(z): return z\nf()"
    assert not only_problem(load(text)).before
    assert only_problem(load(f"{text}\nx = 1")).before


def test_a_syntax_error_is_located(load):
    problem = only_problem(load("def tanh(z):\n    return (z\n"))
    assert (problem.where, problem.type, problem.before) == ("tanh.py line 2", "SyntaxError", True)
    assert problem.message == "'(' was never closed"


def test_return_outside_a_function_stops_the_file_before_it_runs(load):
    session = load("print('ran')\nreturn 3")
    assert only_problem(session).type == "SyntaxError"
    assert session.output == ""


@pytest.mark.parametrize(
    "ending",
    [
        "exit()",
        "quit()",
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "class E(BaseException): pass\nraise E",
    ],
)
def test_ending_the_program_while_loading_is_a_problem_only(load, ending):
    session = load(f"def tanh(z): return z\n{ending}\n")
    assert len(session.loaded.problems) == 1
    assert session.student.tanh(2) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfx = 1\r\ndef tanh(z):\r\n    return 'gr\xc3\xbcn'\r\n",
        b"# -*- coding: latin-1 -*-\rdef tanh(z):\r    return 'gr\xfcn'\r",
        b"# coding: cp1252\ndef tanh(z): return 'gr\xfcn'\n",
    ],
    ids=["bom-crlf", "latin1-cr", "cp1252"],
)
def test_files_of_every_editor_are_read(load, data):
    assert load(data).student.tanh(1) == "grün"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"x = '\xff'\n", "SyntaxError"),
        (b"x = 1\x00\n", ("SyntaxError", "ValueError")),
        (b"# coding: martian\nx = 1\n", "SyntaxError"),
    ],
)
def test_files_that_are_not_text_are_reported(load, data, kind):
    assert only_problem(load(data)).type in kind


def test_monsters_for_the_parser_are_reported(load):
    assert only_problem(load("x = " + "-" * 90_000 + "1")).type in ("MemoryError", "RecursionError")


def test_the_module_is_never_main_and_knows_its_file(load):
    text = """
    '''About tanh.'''
    import os
    if __name__ == "__main__":
        raise SystemExit
    here = os.getcwd() == os.environ["HOME"] == os.path.dirname(__file__)
    def about(): return __name__, os.path.basename(__file__), __doc__, here
    """
    assert load(text).student.about() == ("tanh", "tanh.py", "About tanh.", True)


def test_future_imports_and_dataclasses_work(load):
    text = """
    from __future__ import annotations
    from dataclasses import dataclass, field
    from typing import ClassVar
    @dataclass
    class Layer:
        count: ClassVar[int] = 0
        size: Unknown = 3
    """
    assert load(text).student.Layer().size == 3


def test_the_folder_is_the_students_to_read_and_write(load):
    text = """
    import tempfile, pathlib, numpy as np
    data = open("data/points.csv").read()
    np.save("w.npy", np.ones(2))
    def loaded(): return data, np.load("w.npy"), tempfile.gettempdir() == str(pathlib.Path.home())
    """
    text, array, temporary = load(text, files={"data/points.csv": "1,2"}).student.loaded()
    assert (text, temporary) == ("1,2", True)
    np.testing.assert_array_equal(array, [1, 1])


def test_messages_are_the_same_in_every_run(load):
    text = """
    import os
    def where(): raise ValueError(f"{object()} in {os.getcwd()}/data.csv")
    """
    with pytest.raises(StudentFault) as caught:
        load(text).student.where()
    assert caught.value.text == "ValueError: <object object at 0x...> in data.csv"


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        ("class E(Exception):\n    def __str__(self): raise ValueError", "could not be read"),
        ("class E(Exception):\n    def __str__(self): return 'x' * 100_000", "E: " + "x" * 500),
        (
            "class M(type):\n    __name__ = property(lambda s: 1 / 0)\n"
            "class E(Exception, metaclass=M): pass",
            "E",
        ),
        ("class E(Exception):\n    __traceback__ = property(lambda s: 1 / 0)", "E"),
        ("class E(Exception):\n    def __str__(self): return '\\ud800'", "E: ?"),
    ],
    ids=["raises", "long", "metaclass", "traceback", "surrogate"],
)
def test_hostile_exceptions_are_told_in_bounds(load, definition, text):
    with pytest.raises(StudentFault) as caught:
        load(f"{definition}\ndef fail(): raise E\n").student.fail()
    assert caught.value.text.startswith(text) or text in caught.value.text
    assert len(caught.value.text) < 600


def test_deep_recursion_shows_both_ends_of_the_traceback(load):
    with pytest.raises(StudentFault) as caught:
        load("def start(): return down(0)\ndef down(n): return down(n + 1)").student.start()
    trace = caught.value.traceback
    assert trace[0] == "tanh.py, line 1, in start: def start(): return down(0)"
    assert 5 < len(trace) < 20


def test_same_seed_same_numbers(load):
    text = """
    import random, numpy as np
    W = [np.random.randn(), np.random.default_rng().normal(), random.random()]
    def drawn(): return W + [np.random.rand(), np.random.default_rng().normal()]
    """
    first, again, other = (load(text, seed=seed).student.drawn() for seed in (1, 1, 2**40))
    assert first == again
    assert not set(first) & set(other)
    assert first[1] != first[4]


def test_a_replaced_worker_draws_the_same_numbers(load):
    session = load(
        "import numpy as np\nW = np.random.default_rng().normal()\ndef drawn(): return W"
    )
    first = session.student.drawn()
    session.drop()
    assert session.student.drawn() == first


@pytest.mark.parametrize("definition", ["tanh = 3", "tanh = None", "def tanh(): return 1"])
def test_calling_what_is_no_such_function_is_the_students_fault(load, definition):
    with pytest.raises(StudentFault, match="TypeError") as caught:
        load(definition).student.tanh(np.ones(2))
    assert caught.value.kind == "exception"


def test_methods_overwritten_with_data_are_the_students_fault(load):
    network = load("class Net:\n    forward = 3").student.Net()
    with pytest.raises(StudentFault, match="TypeError"):
        network.forward(np.ones(2))


def test_constants_can_be_read(load):
    student = load("LR = 0.5").student
    assert student.read(student.LR) == 0.5


def test_libraries_that_differentiate_are_remarked(load):
    files = {"autograd/__init__.py": "def grad(f): return f"}
    session = load("import autograd\nimport sys\nsys.modules['jax'] = autograd", files=files)
    assert any("jax" in remark for remark in session.loaded.remarks)
    assert load("import numpy").loaded.remarks == ()
