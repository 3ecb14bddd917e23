"""The mistakes that a mutant may hold: from one node of a syntax tree to wrong ones."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

Rule = Callable[[ast.AST], Iterator[ast.AST]]
N = TypeVar("N", bound=ast.AST)

_ARITHMETIC: Mapping[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.Mult,),
}
_COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_PAIRS = [
    ("maximum", "minimum"),
    ("max", "min"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("sum", "mean"),
    ("any", "all"),
]
_TWINS = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}
_ONE_SIDED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
_SIGNED = (ast.BinOp, ast.Call, ast.Name)
_KEPT = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Global,
    ast.Nonlocal,
    ast.Pass,
    ast.Return,
)


def _changed(node: N, **fields: Any) -> N:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for operator in _ARITHMETIC.get(type(node.op), ()):
            yield _changed(node, op=operator())


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for i, old in enumerate(node.ops):
            for new in _COMPARISONS[type(old)]:
                yield _changed(node, ops=[*node.ops[:i], new(), *node.ops[i + 1 :]])


def _constant(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        if value > 0:
            yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(2 * value if value else 1.0)
        yield ast.Constant(0.0)


def _sign(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield node.operand
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        return  # there is no minus for several values
    if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign)) and isinstance(
        node.value, _SIGNED
    ):
        yield _changed(node, value=ast.UnaryOp(ast.USub(), node.value))


def _transpose(node: ast.AST) -> Iterator[ast.AST]:
    if _is_transposed(node):
        assert isinstance(node, ast.Attribute)
        yield node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        if not _is_transposed(node.left):
            yield _changed(node, left=ast.Attribute(node.left, "T"))
        if not _is_transposed(node.right):
            yield _changed(node, right=ast.Attribute(node.right, "T"))


def _is_transposed(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _operands(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, _ONE_SIDED):
        yield _changed(node, left=node.right, right=node.left)


def _keyword(node: ast.AST) -> Iterator[ast.AST]:
    """Drop axis=, keepdims=, dtype= and the like."""
    if isinstance(node, ast.Call):
        for i in range(len(node.keywords)):
            yield _changed(node, keywords=[*node.keywords[:i], *node.keywords[i + 1 :]])


def _call(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a call: np.tanh(z) becomes z, and so do z.copy() and np.array(z)."""
    if isinstance(node, ast.Call):
        if node.args and not isinstance(node.args[0], ast.Starred):
            yield node.args[0]
        elif not node.args and isinstance(node.func, ast.Attribute):
            yield node.func.value


def _twin(node: ast.AST) -> Iterator[ast.AST]:
    """Call the function next door: np.mean for np.sum."""
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in _TWINS:
            yield _changed(node, func=_changed(function, attr=_TWINS[function.attr]))
        elif isinstance(function, ast.Name) and function.id in _TWINS:
            yield _changed(node, func=_changed(function, id=_TWINS[function.id]))


def _range(node: ast.AST) -> Iterator[ast.AST]:
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"
    ):
        return
    for i, bound in enumerate(node.args[:2]):
        if not isinstance(bound, ast.Constant):  # those change by themselves
            for operator in (ast.Add(), ast.Sub()):
                moved = ast.BinOp(bound, operator, ast.Constant(1))
                yield _changed(node, args=[*node.args[:i], moved, *node.args[i + 1 :]])


def _slice(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield _changed(node, **{part: None})
    elif isinstance(node, ast.Subscript) and _is_everything(node.slice):
        yield node.value


def _is_everything(index: ast.expr) -> bool:
    if isinstance(index, ast.Slice):
        return index.lower is index.upper is index.step is None
    return isinstance(index, ast.Constant) and index.value is ...


def _boolean(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _condition(node: ast.AST) -> Iterator[ast.AST]:
    """Decide a choice once and for all."""
    if isinstance(node, ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield from (node.body, node.orelse)
    if isinstance(node, ast.Compare):
        yield from (ast.Constant(True), ast.Constant(False))


def _augmented(node: ast.AST) -> Iterator[ast.AST]:
    """Write = for += ."""
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def _returned(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(None)


def _deleted(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.stmt) or isinstance(node, _KEPT):
        return
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield ast.Pass()


RULES: Mapping[str, Rule] = {
    "operator": _arithmetic,
    "comparison": _comparison,
    "constant": _constant,
    "sign": _sign,
    "transpose": _transpose,
    "operands swapped": _operands,
    "keyword dropped": _keyword,
    "call dropped": _call,
    "other function": _twin,
    "range": _range,
    "slice": _slice,
    "and/or": _boolean,
    "condition": _condition,
    "= for +=": _augmented,
    "return dropped": _returned,
    "statement deleted": _deleted,
}
"""By name, in the order in which one place of the text is changed."""
