"""Expressions of a test: which parts the student's code answers, and which are worked out here."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Any

from grader.authoring.migration import vocabulary

_OF_PARTS = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Subscript, ast.Slice),
    *(ast.Compare, ast.BoolOp, ast.UnaryOp, ast.IfExp),
)
_SMALL_POWER = 16


class Untranslated(Exception):  # noqa: N818 (not an error: the report lists it)
    """A part of a test cannot be translated; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Names:
    """What names stand for in a test file.

    ``student`` are names the submission defines, None when all unknown names are. ``own`` are
    known to be functions or classes. ``given`` are defined by what students get.
    ``modules`` maps aliases to modules, ``members`` aliases to "module.name". A module called
    "student" is the submission.
    """

    student: Set[str] | None
    own: Set[str] = frozenset()
    given: Set[str] = frozenset()
    modules: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Names:
        """The same names, to which a test may add its own imports."""
        return replace(self, modules=dict(self.modules), members=dict(self.members))


@dataclass(frozen=True, slots=True)
class Value:
    """A translated expression; ``student`` when the student's code has a part in its value.

    ``direct`` when it is nothing but a call or a name of the submission, so that working it out
    cannot fail here.
    """

    node: ast.expr
    student: bool = False
    direct: bool = False

    @property
    def code(self) -> str:
        """The expression as Python."""
        return ast.unparse(self.node)


class Expressions:
    """Translates the expressions of one test, whose local names it keeps."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.locals: dict[str, bool] = {}  # whether the student's code has a part in it
        self.used: set[str] = set()
        self.seeded = False

    def value(self, node: ast.expr) -> Value:
        """The translated expression. Raises Untranslated."""
        match node:
            case ast.Constant():
                return Value(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.BinOp():
                return self._operation(node)
            case ast.ListComp() | ast.GeneratorExp():
                return self._comprehension(node)
            case _ if isinstance(node, _OF_PARTS):
                return self._parts(node)
        raise Untranslated(f"{shortened(node)} is no expression that is translated")

    def dotted(self, node: ast.expr) -> str | None:
        """The full name of a module's member: "numpy.linalg.norm" for np.linalg.norm."""
        match node:
            case ast.Name(id=name) if name not in self.locals:
                return self.names.members.get(name) or self.names.modules.get(name)
            case ast.Attribute(value=inner, attr=name):
                base = self.dotted(inner)
                return None if base is None else f"{base}.{name}"
        return None

    def _name(self, node: ast.Name) -> Value:
        name = node.id
        if name in self.locals:
            return Value(node, self.locals[name], self.locals[name])
        dotted = self.dotted(node)
        if dotted is not None:
            return self._member(node, dotted)
        if name in vocabulary.TYPES and not self._is_student(name):
            return Value(node)
        function = self._unknown(name)
        if name in self.names.own:
            return function
        read = ast.Call(_path("student", "read"), [function.node], [])
        return replace(function, node=read)

    def _unknown(self, name: str) -> Value:
        """What a name stands for that nothing in the test defines: the submission's."""
        if name in self.names.given:
            raise Untranslated(f"{name} is given to students in their own file: they can change it")
        if not self._is_student(name):
            raise Untranslated(f"nothing says what {name} is")
        return self._function(name)

    def _function(self, name: str) -> Value:
        """What the submission defines under a name, unread."""
        self.used.add(name)
        return Value(_path("student", name), student=True, direct=True)

    def _is_student(self, name: str) -> bool:
        if self.names.student is None:
            return name not in self.names.given and not hasattr(builtins, name)
        return name in self.names.student

    def _member(self, node: ast.expr, dotted: str) -> Value:
        module, _, name = dotted.partition(".")
        if module == "student" and name and "." not in name:
            return self._function(name)
        if module == "numpy" and name in vocabulary.NUMPY_VALUES:
            return Value(_path("np", *name.split(".")))
        if module == "math" and name in vocabulary.MATH:
            return Value(_path("math", name))
        raise Untranslated(f"{shortened(node)} is not among what is translated")

    def _attribute(self, node: ast.Attribute) -> Value:
        dotted = self.dotted(node)
        if dotted is not None:
            return self._member(node, dotted)
        inner = self.value(node.value)
        if node.attr.startswith("_"):
            raise Untranslated(f"{shortened(node)}: private names are not asked for")
        known = node.attr in vocabulary.ATTRIBUTES
        if not known and (not inner.student or node.attr in vocabulary.FOREIGN):
            raise Untranslated(f"{shortened(node)} is not among what is translated")
        return Value(ast.Attribute(inner.node, node.attr, ast.Load()), inner.student)

    # --- Calls

    def _call(self, node: ast.Call) -> Value:
        if any(isinstance(each, ast.Starred) for each in node.args):
            raise Untranslated(f"{shortened(node)}: a list of arguments is not translated")
        arguments = [self.value(each) for each in node.args]
        keywords = [(each.arg, self.value(each.value)) for each in node.keywords]
        if any(name is None for name, _ in keywords):
            raise Untranslated(f"{shortened(node)}: a dict of arguments is not translated")
        given = [*arguments, *(value for _, value in keywords)]
        function = self._called(node, sum(each.student for each in given))
        student = any(each.student for each in given)
        made = ast.Call(
            function.node,
            [each.node for each in arguments],
            [ast.keyword(name, value.node) for name, value in keywords],
        )
        simple = all(each.direct or not each.student for each in given)
        direct = function.direct and simple
        return Value(made, student or function.student, direct)

    def _called(self, node: ast.Call, student: int) -> Value:
        """The function of a call; ``student`` is how many arguments are the student's."""
        function = node.func
        dotted = self.dotted(function)
        if dotted is not None:
            return self._library(node, dotted, student)
        if isinstance(function, ast.Name) and function.id not in self.locals:
            return self._named(node, function.id, student)
        if isinstance(function, ast.Attribute):
            return self._method(node, function)
        called = self.value(function)
        if not called.student:
            raise Untranslated(f"{shortened(node)} calls what the submission does not define")
        return replace(called, direct=False)

    def _named(self, node: ast.Call, name: str, student: int) -> Value:
        made = vocabulary.BUILTINS_MADE
        own = self.names.student is not None and name in self.names.student
        if not own and (name in vocabulary.BUILTINS or (name in made and not student)):
            return Value(ast.Name(name, ast.Load()))
        if name in made:
            raise Untranslated(f"{shortened(node)} makes something of the size a student says")
        return self._unknown(name)

    def _library(self, node: ast.Call, dotted: str, student: int) -> Value:
        module, _, name = dotted.partition(".")
        path = name.split(".")
        if module == "student":
            return self._member(node.func, dotted)
        if module == "math" and name in vocabulary.MATH:
            return Value(_path("math", name))
        sized = name in vocabulary.NUMPY_SIZED and student > 1
        if module == "numpy" and name in vocabulary.NUMPY_COMPUTED and not sized:
            return Value(_path("np", *path))
        made = vocabulary.NUMPY_MADE | vocabulary.GENERATORS | {"float64", "float32", "int64"}
        if module == "numpy" and name in made and not student:
            return Value(_path("np", *path))
        if module == "numpy" and path[0] == "random" and path[-1] in vocabulary.DRAWN:
            if not self.seeded:
                raise Untranslated(f"{shortened(node)} draws numbers without a seed")
            return Value(_path("random", path[-1]))
        raise Untranslated(f"{shortened(node)} is not among what is translated")

    def _method(self, node: ast.Call, function: ast.Attribute) -> Value:
        inner, name = self.value(function.value), function.attr
        path = ast.Attribute(inner.node, name, ast.Load())
        if name.startswith("_"):
            raise Untranslated(f"{shortened(node)}: private names are not asked for")
        if name in vocabulary.METHODS or (name in vocabulary.DRAWN and not inner.student):
            return Value(path, inner.student)
        if inner.student and name not in vocabulary.FOREIGN:
            return Value(path, student=True)
        raise Untranslated(f"{shortened(node)} is not among what is translated")

    # --- Operations

    def _operation(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if left.student and right.student:
            allowed = isinstance(node.op, (ast.Add, ast.Sub, ast.Div))
        elif left.student:
            power = isinstance(node.op, ast.Pow) and _is_small(node.right)
            times = isinstance(node.op, ast.Mult) and _is_small(node.right)
            allowed = (
                power or times or isinstance(node.op, (ast.Add, ast.Sub, ast.Div, ast.MatMult))
            )
        elif right.student:
            times = isinstance(node.op, ast.Mult) and _is_small(node.left)
            allowed = times or isinstance(node.op, (ast.Add, ast.Sub, ast.Div, ast.MatMult))
        else:
            allowed = True
        if not allowed:
            raise Untranslated(f"{shortened(node)}: its size would be for a student to say")
        return Value(ast.BinOp(left.node, node.op, right.node), left.student or right.student)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Value:
        before, student = dict(self.locals), False
        generators: list[ast.comprehension] = []
        for each in node.generators:
            source = self.value(each.iter)
            student = student or source.student
            self.locals |= dict.fromkeys(targets(each.target), source.student)
            conditions = [self.value(condition).node for condition in each.ifs]
            generators.append(ast.comprehension(each.target, source.node, conditions, 0))
        element = self.value(node.elt)
        self.locals = before
        made = type(node)(element.node, generators)
        return Value(made, student or element.student)

    def _parts(self, node: ast.expr) -> Value:
        """An expression of parts that are expressions, translated part by part."""
        student = False
        changed: dict[str, Any] = {}
        for name, part in ast.iter_fields(node):
            if isinstance(part, ast.expr):
                value = self.value(part)
                student, changed[name] = student or value.student, value.node
            elif isinstance(part, list) and any(isinstance(each, ast.expr) for each in part):
                values = [self._part(each, node) for each in part]
                student = student or any(value.student for value in values)
                changed[name] = [value.node for value in values]
            else:
                changed[name] = part
        return Value(type(node)(**changed), student)

    def _part(self, part: object, whole: ast.expr) -> Value:
        if not isinstance(part, ast.expr):
            raise Untranslated(f"{shortened(whole)} is no expression that is translated")
        return self.value(part)


def targets(node: ast.expr) -> list[str]:
    """The names that an assignment to ``node`` sets. Raises Untranslated for other places."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, (ast.Tuple, ast.List)):
        return [name for each in node.elts for name in targets(each)]
    raise Untranslated(f"{shortened(node)} is set, which has no counterpart")


def shortened(node: ast.AST, most: int = 60) -> str:
    """The source of a node on one line, for messages and for names of values."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _path(*names: str) -> ast.expr:
    node: ast.expr = ast.Name(names[0], ast.Load())
    for name in names[1:]:
        node = ast.Attribute(node, name, ast.Load())
    return node


def _is_small(node: ast.expr) -> bool:
    """Whether a number is so small that repeating a text or a power by it is harmless."""
    match node:
        case ast.Constant(value=bool() | int() | float() as number):
            return abs(number) <= _SMALL_POWER
        case ast.UnaryOp(operand=operand):
            return _is_small(operand)
    return False
