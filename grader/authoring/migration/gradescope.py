"""Gradescope's Python autograders: unittest with the decorators of gradescope_utils."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.authoring.errors import AuthoringError
from grader.authoring.migration.expressions import Names
from grader.authoring.migration.records import (
    Found,
    Left,
    Material,
    Test,
    Wanted,
    headline,
    needed,
    sorted_out,
    translated,
)
from grader.authoring.migration.statements import imported
from grader.intake import Collected

_SCRIPTS = {
    "setup.sh": "it sets the machine up; install by hand what the exercises need",
    "run_autograder": "`grade` takes its place",
    "run_tests.py": "`grade` takes its place",
}
_FIXTURES = frozenset({"setUpClass", "tearDownClass", "tearDown", "setUpModule", "asyncSetUp"})
_UNTRANSLATABLE = {
    "partial_credit": "it sets its own score",
    "leaderboard": "it is for a leaderboard",
}


@dataclass(frozen=True, slots=True)
class _File:
    """A test file: its classes, its assignments, and what its imports mean per module."""

    path: str
    classes: tuple[ast.ClassDef, ...]
    prelude: tuple[ast.stmt, ...]
    names: dict[str, Names]


def read_gradescope(collected: Collected) -> Material:
    """What the test files of an autograder ask of each module that students hand in.

    Raises AuthoringError if there is no test.
    """
    material = Material(collected.id.replace("_", " "))
    files = list(_files(collected, material))
    modules = list(dict.fromkeys(name for file in files for name in file.names))
    if not modules:
        raise AuthoringError(
            f"{collected.id}: no unittest class that imports a student's module; name the folder "
            "or the .zip of an autograder, with its tests"
        )
    weighted = any(_decorated(method, "weight") for _, _, method in _methods(files))
    results = [
        _test(file, each, method, weighted=weighted) for file, each, method in _methods(files)
    ]
    for module in modules:
        own = [test for owner, test in results if owner == module]
        material.exercises.append(
            Found(module, module.replace("_", " "), sorted_out(own, material))
        )
    sorted_out([left for owner, left in results if owner is None], material)
    _note(material, [method for _, _, method in _methods(files)], weighted=weighted)
    return material


def _files(collected: Collected, material: Material) -> Iterator[_File]:
    inside = {file.path.rpartition("/")[2].removesuffix(".py") for file in collected.files}
    for file in collected.files:
        name = file.path.rpartition("/")[2]
        tree = _tree(file.data) if name.endswith(".py") else None
        classes = tuple(node for node in tree.body if _is_test(node)) if tree else ()
        if name in _SCRIPTS:
            material.left.append(Left(file.path, _SCRIPTS[name]))
        elif tree is None or not classes:
            material.left.append(Left(file.path, "it holds no unittest class"))
        else:
            prelude = tuple(node for node in tree.body if isinstance(node, ast.Assign))
            yield _File(file.path, classes, prelude, _names(tree, inside))  # type: ignore[arg-type]


def _tree(data: bytes) -> ast.Module | None:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_test(node: ast.stmt) -> bool:
    if not isinstance(node, ast.ClassDef):
        return False
    return any(ast.unparse(base).rpartition(".")[2] == "TestCase" for base in node.bases)


def _names(tree: ast.Module, inside: set[str]) -> dict[str, Names]:
    """What the imported names mean, once for each module that must be the students'."""
    common = Names(frozenset())
    students: list[tuple[str, ast.Import | ast.ImportFrom, ast.alias]] = []
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or imported(node, common):
            continue
        for alias in node.names:
            module = alias.name if isinstance(node, ast.Import) else node.module or alias.name
            top, last = module.partition(".")[0], module.rpartition(".")[2]
            if top not in sys.stdlib_module_names | {"gradescope_utils"} and last not in inside:
                students.append((last, node, alias))
    return {
        module: _with(common, [(node, alias) for name, node, alias in students if name == module])
        for module in dict.fromkeys(name for name, _, _ in students)
    }


def _with(common: Names, aliases: Sequence[tuple[ast.Import | ast.ImportFrom, ast.alias]]) -> Names:
    names = common.copy()
    for node, alias in aliases:
        local = alias.asname or alias.name
        if isinstance(node, ast.Import):
            names.modules[local.partition(".")[0]] = "student"
        elif alias.name == "*":
            names = replace(names, student=None)
        else:
            names.members[local] = f"student.{alias.name}"
    return names


def _methods(files: Sequence[_File]) -> Iterator[tuple[_File, ast.ClassDef, ast.FunctionDef]]:
    for file in files:
        for each in file.classes:
            for node in each.body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                    yield file, each, node


def _test(
    file: _File, each: ast.ClassDef, method: ast.FunctionDef, *, weighted: bool
) -> tuple[str | None, Test | Left]:
    """The module that a test is about, and the test; None and why it was left."""
    weight = _decorated(method, "weight")
    usual = method.name.removeprefix("test").strip("_") or method.name
    title = headline(ast.get_docstring(method) or "", usual)
    points = float(weight) if isinstance(weight, (int, float)) else 0.0 if weighted else 1.0
    wanted = Wanted(usual, title, points)
    for name, why in _UNTRANSLATABLE.items():
        if _decorated(method, name) is not None:
            return None, Left(wanted.name, why, points)
    statements = _body(file, each, method)
    if isinstance(statements, str):
        return None, Left(wanted.name, statements, points)
    results = {
        module: translated(wanted, names, lambda body: body.lines(statements))
        for module, names in file.names.items()
    }
    done = [module for module, result in results.items() if isinstance(result, Test)]
    if done:
        return done[0], results[done[0]]
    return None, next(iter(results.values()))


def _body(file: _File, each: ast.ClassDef, method: ast.FunctionDef) -> list[ast.stmt] | str:
    """The statements of a test with those of setUp before it, or why it cannot be had."""
    functions = {node.name: node for node in each.body if isinstance(node, ast.FunctionDef)}
    odd = sorted(_FIXTURES & set(functions))
    if odd:
        return f"its class has {odd[0]}, which is not translated"
    before = functions["setUp"].body if "setUp" in functions else []
    attributes = _Attributes(set(functions))
    statements = [attributes.visit(node) for node in (*before, *method.body)]
    return needed(file.prelude, statements)


class _Attributes(ast.NodeTransformer):
    """Turns ``self.name``, which setUp has set, into a local name."""

    def __init__(self, methods: set[str]) -> None:
        self._methods = methods

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        if own and node.attr not in self._methods and not _is_unittest(node.attr):
            return ast.copy_location(ast.Name(node.attr, node.ctx), node)
        return node


def _is_unittest(name: str) -> bool:
    return name.startswith("assert") or name in ("subTest", "fail", "skipTest")


def _decorated(method: ast.FunctionDef, name: str) -> object:
    """The argument of a decorator of that name, True if it has none, None if there is none."""
    for each in method.decorator_list:
        function = each.func if isinstance(each, ast.Call) else each
        if ast.unparse(function).rpartition(".")[2] != name:
            continue
        try:
            return ast.literal_eval(each.args[0]) if isinstance(each, ast.Call) else True
        except (ValueError, IndexError, TypeError):
            return True
    return None


def _note(material: Material, methods: Sequence[ast.FunctionDef], *, weighted: bool) -> None:
    hidden = [each.name for each in methods if _decorated(each, "visibility") is not None]
    if hidden:
        material.notes.append(
            f"Visibility is gone: all checks are public now, also {', '.join(hidden)}."
        )
    if not weighted:
        material.notes.append("No test had a weight: each is worth 1 point now.")
