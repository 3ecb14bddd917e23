"""What is left of a solution when its marked regions are taken out."""

from __future__ import annotations

import textwrap

import pytest

from grader.authoring import AuthoringError, stub_source


def test_a_region_becomes_a_raise_and_all_else_stays() -> None:
    solution = '''\
"""Twice."""
import math  # stays

def double(x):
    """2 * x

    >>> double(2)
    4
    """
    ### BEGIN SOLUTION
    secret = x + x
    return secret
    ### END SOLUTION
    # below
'''
    assert (
        stub_source(solution)
        == '''\
"""Twice."""
import math  # stays

def double(x):
    """2 * x

    >>> double(2)
    4
    """
    raise NotImplementedError("double is not written yet")
    # below
'''
    )


def test_the_message_names_class_and_method() -> None:
    stub = stub_source(
        _dedented("""
        class Net:
            def forward(self, X):
                ### BEGIN SOLUTION
                def inner():
                    return X
                return inner()
                ### END SOLUTION
        """)
    )
    assert '        raise NotImplementedError("Net.forward is not written yet")' in stub


def test_several_regions_of_one_function_all_go() -> None:
    stub = stub_source(
        _dedented("""
        def f(x):
            if x:
                ### BEGIN SOLUTION
                secret = 1
                ### END SOLUTION
            given = 2
            ### BEGIN SOLUTION
            secret = 3
            ### END SOLUTION
        """)
    )
    assert "secret" not in stub
    assert stub.count("raise NotImplementedError") == 2
    assert "    given = 2" in stub


@pytest.mark.parametrize(
    "marker", ["# BEGIN SOLUTION", "###BEGIN SOLUTION", "### begin solution", "## BEGIN SOLUTION:"]
)
def test_a_marker_typed_otherwise_still_hides_the_solution(marker: str) -> None:
    stub = stub_source(f"def f():\n    {marker}\n    return 'secret'\n    ### END SOLUTION\n")
    assert "secret" not in stub


def test_a_docstring_may_speak_of_the_markers() -> None:
    solution = _dedented('''
        def f():
            """Write between

            ### BEGIN SOLUTION
            and the end.
            """
            ### BEGIN SOLUTION
            return 1
            ### END SOLUTION
        ''')
    assert "and the end." in stub_source(solution)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("### BEGIN SOLUTION\nreturn 1", "line 2: BEGIN SOLUTION without END"),
        ("return 1\n### END SOLUTION", "line 3: END SOLUTION without BEGIN"),
        (
            "### BEGIN SOLUTION\na = 1\n### BEGIN SOLUTION\nb = 1\n### END SOLUTION",
            "line 4: BEGIN SOLUTION inside the region that began at line 2",
        ),
        ("a = 1  ### BEGIN SOLUTION\nb = 1\n### END SOLUTION", "line 2: a solution marker after"),
        (
            "if True:\n    ### BEGIN SOLUTION\n    a = 1\n### END SOLUTION",
            "line 5: END SOLUTION is not indented like its BEGIN SOLUTION at line 3",
        ),
        ("'doc'\n### BEGIN SOLUTION\n# words\n### END SOLUTION", "line 3: no code between"),
        (
            "a = [\n### BEGIN SOLUTION\n1,\n### END SOLUTION\n]",
            "line 3: the stub of this region would not be Python",
        ),
        ("return 1", "no solution is marked"),
        ("return 1 +", "line 2: not Python"),
        ('"""', "line 2: not Python"),
    ],
)
def test_an_author_s_mistake_is_named_with_its_line(body: str, message: str) -> None:
    with pytest.raises(AuthoringError) as refusal:
        stub_source("def f():\n" + textwrap.indent(body, "    "))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("solution", "line"),
    [
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", 1),
        ("class A:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n", 2),
        (
            "def f():\n    ### BEGIN SOLUTION\n    x = 1\ndef g():\n    y = 1\n"
            "    ### END SOLUTION\n    z = 1\n",
            2,
        ),
    ],
)
def test_a_region_outside_one_function_is_refused(solution: str, line: int) -> None:
    with pytest.raises(AuthoringError, match=rf"^line {line}: .* inside one function"):
        stub_source(solution)


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("y = 1  # SOLUTION\nreturn y  # SOLUTION", "{raises}"),
        ("y = 1 # SOLUTION NO PROMPT\n# why\n\nreturn y ## Solution", "{raises}"),
        ("return (1 +\n        2)  # SOLUTION", "{raises}"),
        ("for i in x:  # SOLUTION\n    pass\nreturn 2", "{raises}\nreturn 2"),
        ("if x:\n    y = 1  # SOLUTION\nreturn 2", "if x:\n    {raises}\nreturn 2"),
        ("### BEGIN SOLUTION\ny = 1  # SOLUTION\n### END SOLUTION", "{raises}"),
        (
            "y = 1  # the SOLUTION is below\nreturn y  # SOLUTION",
            "y = 1  # the SOLUTION is below\n{raises}",
        ),
    ],
)
def test_statements_with_the_mark_behind_them_go(body: str, stub: str) -> None:
    raises = 'raise NotImplementedError("f is not written yet")'
    source = "def f(x):\n" + textwrap.indent(body, "    ") + "\n"
    wanted = "def f(x):\n" + textwrap.indent(stub.format(raises=raises), "    ") + "\n"
    assert stub_source(source) == wanted


def test_a_marked_assignment_outside_of_functions_keeps_its_name() -> None:
    source = "rate = 0.25  # SOLUTION\na, b = secret()  # SOLUTION\nc: int = 7  # SOLUTION\n"
    assert stub_source(source) == "rate = ...\n(a, b) = ...\nc = ...\n"


@pytest.mark.parametrize("line", ["# SOLUTION", "@secret  # SOLUTION\ndef g(): pass"])
def test_a_mark_behind_nothing_is_refused(line: str) -> None:
    with pytest.raises(AuthoringError, match="line 1: SOLUTION stands behind no statement"):
        stub_source(f"{line}\ndef f():\n    return 1  # SOLUTION\n")


def test_hidden_tests_go_without_a_trace() -> None:
    source = (
        "def f():\n    return 1  # SOLUTION\n\nassert f()\n"
        "### BEGIN HIDDEN TESTS\nassert f() == 1\n### END HIDDEN TESTS\n"
    )
    stub = stub_source(source)
    assert stub.endswith("\nassert f()\n")
    assert "HIDDEN" not in stub


def test_hidden_tests_alone_are_no_solution() -> None:
    source = "### BEGIN HIDDEN TESTS\nassert 1\n### END HIDDEN TESTS\ndef f(): return 1\n"
    with pytest.raises(AuthoringError, match="no solution is marked"):
        stub_source(source)


def test_markers_of_different_kinds_do_not_belong_together() -> None:
    with pytest.raises(AuthoringError, match="line 3: END HIDDEN TESTS without BEGIN HIDDEN TESTS"):
        stub_source("### BEGIN SOLUTION\nassert 1\n### END HIDDEN TESTS\n")


def _dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")
