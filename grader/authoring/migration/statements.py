"""The statements of a test as the lines of a check."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Sequence

from grader.authoring.migration.conditions import Conditions, guarded
from grader.authoring.migration.expressions import (
    Expressions,
    Names,
    Untranslated,
    shortened,
    targets,
)

MODULES = frozenset({"numpy", "math", "numpy.testing", "pytest", "unittest"})
RESERVED = {"student", "draw", "np", "math", "random", "assertions", "exercise"}
_IGNORED = frozenset({"print"})
_PRINTED = re.compile(r"(?:np|numpy)\.(?:float|int|bool_?|str_?)\d*\(")
_PRINTED_DIGITS = 5e-8
"""NumPy prints 8 digits."""


def imported(statement: ast.stmt, names: Names) -> bool:
    """Take note of an import of a module that tests may use; whether it was one."""
    match statement:
        case ast.Import(names=aliases) if all(each.name in MODULES for each in aliases):
            for each in aliases:
                if each.asname:
                    names.modules[each.asname] = each.name
                else:
                    top = each.name.partition(".")[0]
                    names.modules[top] = top
            return True
        case ast.ImportFrom(module=str(module), names=aliases, level=0) if module in MODULES:
            for each in aliases:
                names.members[each.asname or each.name] = f"{module}.{each.name}"
            return all(each.name != "*" for each in aliases)
    return False


class Body:
    """Translates the statements of one test into lines of Python for the body of a check."""

    def __init__(self, names: Names) -> None:
        self.expressions = Expressions(names)
        self.conditions = Conditions(self.expressions)
        self.asserts = 0

    @property
    def used(self) -> set[str]:
        """The names of the submission that the test asks for."""
        return self.expressions.used

    def lines(self, statements: Sequence[ast.stmt]) -> list[str]:
        """The lines, without indentation of their own. Raises Untranslated, naming what."""
        return [line for statement in statements for line in self._statement(statement)]

    def examples(self, text: str) -> list[str]:
        """The lines of a doctest. Raises Untranslated."""
        lines: list[str] = []
        for example in doctest.DocTestParser().get_examples(text):
            try:
                statements = ast.parse(example.source).body
            except SyntaxError as error:
                raise Untranslated(f"{example.source.strip()} is not Python") from error
            if example.want.strip():
                lines += self.shown(statements, example.want.strip())
            else:
                lines += self.lines(statements)
        return lines

    def shown(self, statements: Sequence[ast.stmt], want: str) -> list[str]:
        """Statements of which the last is an expression, whose value is shown as ``want``."""
        *before, last = statements
        if not isinstance(last, ast.Expr):
            raise Untranslated(f"{want} is printed by more than an expression")
        return [*self.lines(before), *self._shown(last.value, want)]

    def _shown(self, node: ast.expr, want: str) -> list[str]:
        self.asserts += 1
        if want == "True":
            return self.conditions.condition(node)
        if want == "False":
            return self.conditions.condition(ast.UnaryOp(ast.Not(), node))
        shown, is_array = _read_shown(want)
        tolerance = _PRINTED_DIGITS if is_array else 0.0
        return self.conditions.expects(node, shown, rtol=tolerance, atol=tolerance)

    def _statement(self, node: ast.stmt) -> list[str]:
        match node:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                return []
            case ast.Import() | ast.ImportFrom():
                if imported(node, self.expressions.names):
                    return []
                raise Untranslated(f"{shortened(node)}: only NumPy and math can be imported")
            case ast.Assert(test=test):
                self.asserts += 1
                return self.conditions.condition(test)
            case ast.Assign(targets=[target], value=value):
                return self._assign(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return self._assign(target, value)
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value):
                left = ast.Name(target.id, ast.Load())
                return self._assign(target, ast.BinOp(left, op, value))
            case ast.Expr(value=ast.Call() as call):
                return self._call(call)
            case ast.For(target=target, iter=source, orelse=[]):
                return self._loop(node, target, source)
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as call)]):
                return self._with(node, call)
        raise Untranslated(f"{shortened(node)} is no statement that is translated")

    def _assign(self, target: ast.expr, value: ast.expr) -> list[str]:
        found = self.expressions.value(value)
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            return self._set(target, guarded(found, value))
        names = targets(target)
        taken = RESERVED.intersection(names)
        if taken:
            raise Untranslated(f"{shortened(target)}: {min(taken)} has a meaning in checks")
        self.expressions.locals |= dict.fromkeys(names, found.student)
        code, place = guarded(found, value), ", ".join(names)
        if found.student and not isinstance(target, ast.Name):
            if not isinstance(target, ast.Tuple) or len(names) != len(target.elts):
                raise Untranslated(f"{shortened(target)} is set, which has no counterpart")
            code = f"assertions.items({code}, {len(names)}, {shortened(value)!r})"
        is_flat = isinstance(target, ast.Tuple) and len(names) == len(target.elts)
        return [f"{place if is_flat else ast.unparse(target)} = {code}"]

    def _set(self, target: ast.Attribute, code: str) -> list[str]:
        """An attribute of a student's object; of what is a copy here it would change nothing."""
        place = self.expressions.value(target.value)
        if not place.student or target.attr.startswith("_"):
            raise Untranslated(f"{shortened(target)} is set, which has no counterpart")
        return [f"{place.code}.{target.attr} = {code}"]

    def _call(self, call: ast.Call) -> list[str]:
        lines = self.conditions.assertion(call)
        if lines is not None:
            self.asserts += 1
            return lines
        if isinstance(call.func, ast.Name) and call.func.id in _IGNORED:
            return []
        if self.expressions.dotted(call.func) == "numpy.random.seed" and len(call.args) == 1:
            self.expressions.seeded = True
            return [f"random = np.random.RandomState({self.expressions.value(call.args[0]).code})"]
        value = self.expressions.value(call)
        if not value.student:
            raise Untranslated(f"{shortened(call)} asks nothing of the submission")
        return [guarded(value, call)]

    def _loop(self, node: ast.For, target: ast.expr, source: ast.expr) -> list[str]:
        values = self.expressions.value(source)
        if values.student:
            raise Untranslated(f"{shortened(source)}: a loop as long as a student says")
        names = targets(target)
        if RESERVED.intersection(names):
            raise Untranslated(f"{shortened(target)} has a meaning in checks")
        self.expressions.locals |= dict.fromkeys(names, False)
        body = self.lines(node.body)
        return [f"for {ast.unparse(target)} in {values.code}:", *_indented(body or ["pass"])]

    def _with(self, node: ast.With, call: ast.Call) -> list[str]:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr="subTest"):
                return self.lines(node.body)
            case ast.Attribute(value=ast.Name(id="self"), attr="assertRaises"):
                return self._raises(node, call)
        if self.expressions.dotted(call.func) == "pytest.raises":
            return self._raises(node, call)
        raise Untranslated(f"{shortened(call)} is not among what is translated")

    def _raises(self, node: ast.With, call: ast.Call) -> list[str]:
        match (call.args, node.body):
            case ([ast.Name(id=kind)], [ast.Expr(value=ast.Call() as inner)]):
                self.asserts += 1
                value = self.expressions.value(inner)
                if value.student:
                    name = shortened(inner)
                    return [f"assertions.raises(lambda: {value.code}, {kind!r}, {name!r})"]
        raise Untranslated(f"{shortened(call)}: only one call that raises is translated")


def _read_shown(want: str) -> tuple[ast.expr, bool]:
    """What a doctest shows, as an expression, and whether NumPy has shortened its numbers."""
    text = _PRINTED.sub("(", want)
    is_array = text.startswith("array(")
    try:
        node = ast.parse(f"np.{text}" if is_array else text, mode="eval").body
    except SyntaxError as error:
        raise Untranslated(f"{want!r} is printed, not a value") from error
    literal: ast.expr = node
    if is_array:
        if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
            raise Untranslated(f"{want!r} is no plain array")
        literal = node.args[0]
    try:
        ast.literal_eval(literal)
    except (ValueError, TypeError) as error:
        raise Untranslated(f"{want!r} is no plain value") from error
    return literal, is_array


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
