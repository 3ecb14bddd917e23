"""What is found in another grader's folder, and what becomes of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from grader.authoring.migration.expressions import Names, Untranslated
from grader.authoring.migration.statements import Body


@dataclass(frozen=True, slots=True)
class Test:
    """A test that was translated: the check ``id`` with the lines of its body."""

    id: str
    title: str
    points: float
    lines: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Left:
    """What was not translated, and why; ``points`` None where it had none of its own."""

    what: str
    why: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One exercise: its tests, and its solution as a file (name, content) if there is one."""

    id: str
    title: str
    tests: tuple[Test, ...]
    solution: tuple[str, bytes] | None = None


@dataclass(slots=True)
class Material:
    """All that was found. ``notes`` are sentences about what is different now."""

    title: str
    exercises: list[Found] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A test before it is translated."""

    name: str
    title: str
    points: float


def translated(wanted: Wanted, names: Names, make: Callable[[Body], Sequence[str]]) -> Test | Left:
    """The test whose lines ``make`` writes, or why it has none."""
    if not wanted.points > 0:
        return Left(wanted.name, "it is worth no points", wanted.points)
    body = Body(names.copy())
    try:
        lines = tuple(make(body))
    except Untranslated as reason:
        return Left(wanted.name, str(reason), wanted.points)
    except RecursionError:
        return Left(wanted.name, "it is nested too deeply", wanted.points)
    if not body.asserts or not body.used:
        return Left(wanted.name, "it asserts nothing about the submission", wanted.points)
    name = identifier(wanted.name)
    return Test(name, wanted.title, round(wanted.points, 2), lines, frozenset(body.used))


def sorted_out(results: Sequence[Test | Left], material: Material) -> tuple[Test, ...]:
    """The tests, under different names; the rest goes into ``material``."""
    material.left += [each for each in results if isinstance(each, Left)]
    taken: dict[str, int] = {}
    tests: list[Test] = []
    for each in results:
        if isinstance(each, Test):
            taken[each.id] = count = taken.get(each.id, 0) + 1
            name = each.id if count == 1 else f"{each.id}_{count}"
            tests.append(Test(name, each.title, each.points, each.lines, each.names))
    return tuple(tests)


def needed(prelude: Sequence[ast.stmt], statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The assignments of ``prelude`` whose names the statements use, and then the statements."""
    chosen = list(statements)
    for assignment in reversed(prelude):
        names = {
            node.id for each in chosen for node in ast.walk(each) if isinstance(node, ast.Name)
        }
        if names & bound(assignment):
            chosen.insert(0, assignment)
    return chosen


def bound(statement: ast.stmt) -> set[str]:
    """The names that a statement sets or defines."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    stores = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in stores if isinstance(node.ctx, ast.Store)}


def parsed(text: str) -> list[ast.stmt]:
    """The statements of a test. Raises Untranslated."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Untranslated(f"it is not Python: {error}") from error


def identifier(name: str) -> str:
    """A name that Python can import, as near to ``name`` as that goes."""
    made = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    return made if made and not made[0].isdigit() else f"q{made}"


def headline(text: str, usual: str) -> str:
    """The first line of a docstring; ``usual`` in words if there is none."""
    first = text.strip().partition("\n")[0].strip()
    return first or usual.replace("_", " ").strip()
