"""Single statements: what they become, and what is refused with which words."""

from __future__ import annotations

import ast

import pytest

from grader.authoring.migration.expressions import Names, Untranslated
from grader.authoring.migration.statements import Body


def names() -> Names:
    known = {"np": "numpy", "numpy": "numpy", "math": "math", "hw": "student"}
    return Names(None, frozenset({"f", "Net"}), frozenset({"helper"}), known)


def translated(source: str) -> str:
    return "\n".join(Body(names()).lines(ast.parse(source).body))


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("assert f(2) == 4", "assertions.equal(student.f(2), 4, 'f(2)')"),
        ("assert 4 == f(2), 'wrong'", "assertions.equal(student.f(2), 4, 'f(2)')"),
        ("assert hw.f(2) == 4", "assertions.equal(student.f(2), 4, 'hw.f(2)')"),
        ("assert rate == 0.5", "assertions.equal(student.read(student.rate), 0.5, 'rate')"),
        (
            "assert f(1) == 1 and f(2) == 4",
            "assertions.equal(student.f(1), 1, 'f(1)')\nassertions.equal(student.f(2), 4, 'f(2)')",
        ),
        (
            "x = np.arange(3)\nassert np.allclose(f(x), [0, 1, 4], atol=1e-3)",
            "x = np.arange(3)\nassertions.close(student.f(x), [0, 1, 4], 'f(x)', "
            "rtol=1e-05, atol=0.001)",
        ),
        (
            "assert (f(np.eye(2)) == np.eye(2)).all()",
            "assertions.equal(student.f(np.eye(2)), np.eye(2), 'f(np.eye(2))')",
        ),
        (
            "assert np.all(f(1) == [1])",
            "assertions.equal(student.f(1), [1], 'f(1)')",
        ),
        (
            "assert abs(f(1) - 1) < 1e-6",
            "assertions.close(student.f(1), 1, 'f(1)', rtol=0.0, atol=1e-06)",
        ),
        (
            "assert np.max(np.abs(f(1) - 1)) <= 10 ** -6",
            "assertions.close(student.f(1), 1, 'f(1)', rtol=0.0, atol=1e-06)",
        ),
        (
            "assert f(1) == pytest.approx(1)",
            "assertions.close(student.f(1), 1, 'f(1)', rtol=1e-06, atol=1e-12)",
        ),
        (
            "self.assertAlmostEqual(f(1), 1, places=3)",
            "assertions.close(student.f(1), 1, 'f(1)', rtol=0.0, atol=0.0005)",
        ),
        (
            "np.testing.assert_almost_equal(f(1), 1, decimal=3)",
            "assertions.close(student.f(1), 1, 'f(1)', rtol=0.0, atol=0.0015)",
        ),
        ("self.assertTrue(f(1) > 0)", "assertions.holds(lambda: student.f(1) > 0, 'f(1) > 0')"),
        ("assert not f(1)", "assertions.holds(lambda: not student.f(1), 'not f(1)')"),
        (
            "assert isinstance(f(1), float)",
            "assertions.holds(lambda: isinstance(student.f(1), float), 'isinstance(f(1), float)')",
        ),
        (
            "net = Net([2, 1])\nnet.scale = 3\ny = net.forward(np.ones((1, 2)))\n"
            "assert y.shape == (1, 1)",
            "net = student.Net([2, 1])\nnet.scale = 3\n"
            "y = assertions.value(lambda: net.forward(np.ones((1, 2))), "
            "'net.forward(np.ones((1, 2)))')\n"
            "assertions.equal(assertions.value(lambda: y.shape, 'y.shape'), (1, 1), 'y.shape')",
        ),
        (
            "a, b = f(1)\nassert a == b",
            "a, b = assertions.items(student.f(1), 2, 'f(1)')\nassertions.equal(a, b, 'a')",
        ),
        (
            "for n in range(3):\n    assert f(n) == n",
            "for n in range(3):\n    assertions.equal(student.f(n), n, 'f(n)')",
        ),
        (
            "np.random.seed(1)\nx = np.random.randn(3)\nassert f(x) == 1",
            "random = np.random.RandomState(1)\nx = random.randn(3)\n"
            "assertions.equal(student.f(x), 1, 'f(x)')",
        ),
        (
            "with pytest.raises(ValueError):\n    f(-1)",
            "assertions.raises(lambda: student.f(-1), 'ValueError', 'f(-1)')",
        ),
        ("print(f(1))\nassert f(1)", "assertions.holds(lambda: student.f(1), 'f(1)')"),
    ],
)
def test_what_is_translated(source: str, lines: str) -> None:
    known = names()
    known.modules["pytest"] = "pytest"
    body = Body(known)
    assert "\n".join(body.lines(ast.parse(source).body)) == lines


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("assert 1 == 1", "asserts nothing about what the submission returns"),
        ("z = [1]\nf(z)\nassert z == [1]", "asserts nothing about what the submission returns"),
        ("assert open('x').read() == f(1)", "nothing says what open is"),
        ("assert __import__('os').getcwd() == f(1)", "nothing says what __import__ is"),
        ("import os\nassert f(1) == os.getcwd()", "only NumPy and math can be imported"),
        ("assert f(np.load('x')) == 1", "np.load('x') is not among what is translated"),
        ("assert f(np.fromfile('x')) == 1", "is not among what is translated"),
        ("assert f(1).__class__ == int", "private names are not asked for"),
        ("assert f(1).tofile('x') == 1", "is not among what is translated"),
        ("assert f(1).format(1) == '1'", "is not among what is translated"),
        ("assert 'a' * f(1) == 1", "its size would be for a student to say"),
        ("assert 2 ** f(1) == 1", "its size would be for a student to say"),
        ("assert f(1) * 10 ** 9 == 1", "its size would be for a student to say"),
        ("assert f(1) % 2 == 1", "its size would be for a student to say"),
        ("assert np.zeros(f(1)).size == 1", "is not among what is translated"),
        ("assert np.dot(f(1), f(2)) == 1", "is not among what is translated"),
        ("assert len(range(f(1))) == 1", "makes something of the size a student says"),
        ("for n in f(1):\n    assert n", "a loop as long as a student says"),
        ("assert helper(f(1)) < 1", "helper is given to students in their own file"),
        ("x = np.random.randn(3)\nassert f(x) == 1", "draws numbers without a seed"),
        ("net = Net([1])\nnet.w[0] = 1", "net.w[0] is set, which has no counterpart"),
        ("np = 3\nassert f(np) == 1", "np has a meaning in checks"),
        ("if f(1):\n    assert f(2)", "is no statement that is translated"),
        ("assert f(lambda x: x) == 1", "is no expression that is translated"),
        ("assert f(*[1]) == 1", "a list of arguments is not translated"),
        ("assert f(**{'a': 1}) == 1", "a dict of arguments is not translated"),
        ("assert f'{f(1)}' == '1'", "is no expression that is translated"),
        ("exec('1')\nassert f(1)", "nothing says what exec is"),
        ("self.assertRegex(f(1), 'a')", "assertRegex is not among what is translated"),
        ("with self.assertRaises(ValueError):\n    x = f(1)", "only one call that raises"),
    ],
)
def test_what_is_not_translated_says_why(source: str, reason: str) -> None:
    with pytest.raises(Untranslated) as refusal:
        translated(source)
    assert reason in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (">>> f(2)\n4", "assertions.equal(student.f(2), 4, 'f(2)')"),
        (">>> f(2) == 4\nTrue", "assertions.equal(student.f(2), 4, 'f(2)')"),
        (">>> f(2) > 4\nFalse", "assertions.holds(lambda: not student.f(2) > 4, 'not f(2) > 4')"),
        (">>> f('a')\n'aa'", "assertions.equal(student.f('a'), 'aa', 'f(\\'a\\')')"),
        (">>> f(2)\nnp.float64(0.25)", "assertions.equal(student.f(2), 0.25, 'f(2)')"),
        (
            ">>> x = 2\n>>> f(x)\narray([0.5, 1. ])",
            "x = 2\nassertions.close(student.f(x), [0.5, 1.0], 'f(x)', rtol=5e-08, atol=5e-08)",
        ),
    ],
)
def test_doctests(text: str, lines: str) -> None:
    assert ast.dump(ast.parse("\n".join(Body(names()).examples(text)))) == ast.dump(
        ast.parse(lines)
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (">>> print(f(1))\n1", "nothing says what print is"),
        (">>> f(1)\n<object at 0x1>", "is printed, not a value"),
        (">>> x = f(1)\n4", "is printed by more than an expression"),
        (">>> f(1)\narray([1, 2], dtype=int32)", "is no plain array"),
        (">>> f(1)\nTraceback (most recent call last):\nValueError: x", "is printed, not a value"),
    ],
)
def test_doctests_that_are_not_translated(text: str, reason: str) -> None:
    with pytest.raises(Untranslated) as refusal:
        Body(names()).examples(text)
    assert reason in str(refusal.value)
