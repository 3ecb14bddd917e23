"""What a test asserts, as calls of grader.assertions."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable

from grader.authoring.migration.expressions import Expressions, Untranslated, Value, shortened

_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "assertNotEqual": ast.NotEq,
    "assertGreater": ast.Gt,
    "assertGreaterEqual": ast.GtE,
    "assertLess": ast.Lt,
    "assertLessEqual": ast.LtE,
    "assertIn": ast.In,
    "assertNotIn": ast.NotIn,
    "assertIs": ast.Is,
    "assertIsNot": ast.IsNot,
}
_EQUALITIES = {
    *("assertEqual", "assertListEqual", "assertTupleEqual", "assertDictEqual", "assertSetEqual"),
    *("assertSequenceEqual", "numpy.testing.assert_array_equal", "numpy.testing.assert_equal"),
}
_CLOSE = frozenset({"numpy.allclose", "numpy.isclose", "math.isclose"})
_ABSOLUTE = frozenset({"abs", "numpy.abs", "numpy.absolute", "math.fabs"})
_SILENT = "asserts nothing about what the submission returns"


class Conditions:
    """Translates conditions and assertions into lines of a check."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions

    def condition(self, node: ast.expr) -> list[str]:
        """Lines that hold when the condition does. Raises Untranslated."""
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return [line for value in values for line in self.condition(value)]
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                return self._equality(left, right)
            case ast.Compare(left=ast.Call() as call, ops=[ast.Lt() | ast.LtE()]):
                within = self._distance(call, node.comparators[0])
                return within if within is not None else self._holds(node)
            case ast.Call(args=[ast.Compare(ops=[ast.Eq()]) as inner]) if self._is(
                node, "numpy.all", "all"
            ):
                return self.condition(inner)
            case ast.Call(func=ast.Attribute(value=inner, attr="all"), args=[]):
                return self.condition(inner)
            case ast.Call(args=[inner]) if self._is(node, "bool", "numpy.all", "all"):
                return (
                    self._holds(node) if not isinstance(inner, ast.Call) else self.condition(inner)
                )
            case ast.Call(args=[left, right]) if self._is(node, "numpy.array_equal"):
                return self._equality(left, right)
            case ast.Call() if self._is(node, *_CLOSE):
                return self._allclose(node)
        return self._holds(node)

    def assertion(self, call: ast.Call) -> list[str] | None:
        """Lines for a call of unittest's or NumPy's assertions, None for another call."""
        name = self._assertion_name(call)
        if name is None:
            return None
        arguments = call.args
        if name in _EQUALITIES and len(arguments) >= 2:
            return self._equality(arguments[0], arguments[1])
        if name in _COMPARISONS and len(arguments) >= 2:
            comparison = ast.Compare(arguments[0], [_COMPARISONS[name]()], [arguments[1]])
            return self.condition(comparison)
        single: dict[str, Callable[[ast.expr], ast.expr]] = {
            "assertTrue": lambda each: each,
            "assertFalse": lambda each: ast.UnaryOp(ast.Not(), each),
            "assertIsNone": lambda each: ast.Compare(each, [ast.Is()], [ast.Constant(None)]),
            "assertIsNotNone": lambda each: ast.Compare(each, [ast.IsNot()], [ast.Constant(None)]),
            "numpy.testing.assert_": lambda each: each,
        }
        if name in single and arguments:
            return self.condition(single[name](arguments[0]))
        if name == "assertIsInstance" and len(arguments) >= 2:
            function = ast.Name("isinstance", ast.Load())
            return self._holds(ast.Call(function, arguments[:2], []))
        return self._nearly(name, call)

    def _nearly(self, name: str, call: ast.Call) -> list[str]:
        given = {each.arg or "": each.value for each in call.keywords}
        positional = call.args[2:]
        if len(call.args) < 2:
            raise Untranslated(f"{shortened(call)} is not translated")
        if name == "assertAlmostEqual":
            places = _number(given.get("places", positional[0] if positional else None), 7.0)
            within = _number(given.get("delta"), 0.5 * 10.0**-places)
            return self._close(call.args[0], call.args[1], 0.0, within)
        if name == "numpy.testing.assert_allclose":
            rtol = given.get("rtol", positional[0] if positional else None)
            atol = given.get("atol", positional[1] if len(positional) > 1 else None)
            return self._close(call.args[0], call.args[1], _number(rtol, 1e-7), _number(atol, 0.0))
        decimals = {
            "numpy.testing.assert_almost_equal": 7.0,
            "numpy.testing.assert_array_almost_equal": 6.0,
        }
        if name in decimals:
            asked = given.get("decimal", positional[0] if positional else None)
            within = 1.5 * 10.0 ** -_number(asked, decimals[name])
            return self._close(call.args[0], call.args[1], 0.0, within)
        raise Untranslated(f"{shortened(call)}: {name} is not among what is translated")

    def _assertion_name(self, call: ast.Call) -> str | None:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name.startswith("assert"):
                return name
        dotted = self.expressions.dotted(call.func) or ""
        return dotted if dotted.startswith("numpy.testing.") else None

    # --- The lines

    def expects(self, left: ast.expr, want: ast.expr, *, rtol: float, atol: float) -> list[str]:
        """The value is, as printed, ``want``: what a doctest shows."""
        exact = isinstance(want, ast.Constant) or rtol == atol == 0.0
        return self._equality(left, want) if exact else self._close(left, want, rtol, atol)

    def _equality(self, left: ast.expr, right: ast.expr) -> list[str]:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, ast.Call) and self._is(other, "pytest.approx") and other.args:
                given = {each.arg: each.value for each in other.keywords}
                rtol, atol = _number(given.get("rel"), 1e-6), _number(given.get("abs"), 1e-12)
                return self._close(one, other.args[0], rtol, atol)
        name, got, want = self._sides(left, right)
        return [f"assertions.equal({got}, {want}, {name!r})"]

    def _allclose(self, node: ast.Call) -> list[str]:
        single = self._is(node, "math.isclose")
        names = ("rel_tol", "abs_tol") if single else ("rtol", "atol")
        given = {each.arg: each.value for each in node.keywords}
        positional = dict(zip(names, node.args[2:], strict=False))
        defaults = (1e-9, 0.0) if single else (1e-5, 1e-8)
        rtol, atol = (
            _number(given.get(name, positional.get(name)), default)
            for name, default in zip(names, defaults, strict=True)
        )
        if len(node.args) < 2 or set(given) - set(names):
            raise Untranslated(f"{shortened(node)} is not translated")
        return self._close(node.args[0], node.args[1], rtol, atol)

    def _close(self, left: ast.expr, right: ast.expr, rtol: float, atol: float) -> list[str]:
        name, got, want = self._sides(left, right)
        return [f"assertions.close({got}, {want}, {name!r}, rtol={rtol!r}, atol={atol!r})"]

    def _distance(self, call: ast.Call, bound: ast.expr) -> list[str] | None:
        """|a - b| < bound, for numbers and for the largest entry of arrays."""
        inner: ast.expr = call
        if self._is(call, "numpy.max", "max") and len(call.args) == 1:
            inner = call.args[0]
        if not isinstance(inner, ast.Call) or not self._is(inner, *_ABSOLUTE):
            return None
        match inner.args:
            case [ast.BinOp(left=left, op=ast.Sub(), right=right)] if _is_number(bound):
                return self._close(left, right, 0.0, _number(bound, 0.0))
        return None

    def _holds(self, node: ast.expr) -> list[str]:
        value = self.expressions.value(node)
        if not value.student:
            raise Untranslated(f"{shortened(node)} {_SILENT}")
        return [f"assertions.holds(lambda: {value.code}, {shortened(node, 200)!r})"]

    def _sides(self, left: ast.expr, right: ast.expr) -> tuple[str, str, str]:
        """The name and the code of the student's side, and the code of the other."""
        one, other = self.expressions.value(left), self.expressions.value(right)
        if not one.student:
            left, right, one, other = right, left, other, one
        if not one.student:
            both = f"the comparison of {shortened(right)} with {shortened(left)}"
            raise Untranslated(f"{both} {_SILENT}")
        return shortened(left), guarded(one, left), guarded(other, right)

    def _is(self, call: ast.Call, *names: str) -> bool:
        plain = call.func.id if isinstance(call.func, ast.Name) else None
        local = plain in self.expressions.locals
        return not local and (self.expressions.dotted(call.func) or plain) in names


def guarded(value: Value, source: ast.expr) -> str:
    """The code of a value; worked out as the student's own fault where it can fail on it."""
    if value.direct or not value.student:
        return value.code
    return f"assertions.value(lambda: {value.code}, {shortened(source)!r})"


def _number(node: ast.expr | None, usual: float) -> float:
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return usual
    try:
        return float(ast.literal_eval(node))
    except (ValueError, TypeError):
        power = _power_of_ten(node)
        if power is not None:
            return power
    raise Untranslated(f"{shortened(node)} is no plain number")


def _is_number(node: ast.expr) -> bool:
    try:
        _number(node, 0.0)
    except Untranslated:
        return False
    return True


def _power_of_ten(node: ast.expr) -> float | None:
    """10 ** -6, a usual way to write a tolerance."""
    match node:
        case ast.BinOp(left=ast.Constant(value=10 | 10.0), op=ast.Pow(), right=exponent):
            try:
                return math.pow(10.0, float(ast.literal_eval(exponent)))
            except (ValueError, TypeError, OverflowError):
                return None
    return None
