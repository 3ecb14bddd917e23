"""The house of docs/architecture.md: imports go down only, and no room grows a cellar."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "grader"
ROOMS = (
    "report",
    "intake",
    "session",
    "judgement",
    "checks",
    "grading",
    "execution",
    "formats",
    "gradebook",
    "classroom",
    "dashboard",
    "lms",
    "notebook",
    "authoring",
    "cli",
)
ONLY = {"report": {"report"}, "formats": {"formats", "report"}}
"""Rooms that may see less than everything below them."""

WORKER = "grader.session.worker"
LIBRARIES = {"numpy", "nbformat"}
"""What the worker may import besides Python's own modules."""

MOST_LINES = 400
NAMELESS = {"utils", "util", "helpers", "helper", "core", "common", "misc"}
HEAVY = {"sqlalchemy", "numpy", "jsonschema", "rich", "nbformat", "matplotlib"}

FILES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def room(module: str) -> str:
    """The room of a module; "" for the package's own interface."""
    return [*module.split("."), ""][1]


def typing_only(tree: ast.AST) -> set[ast.AST]:
    """Everything below ``if TYPE_CHECKING:``."""
    guarded = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    )
    return {inner for node in guarded for child in node.body for inner in ast.walk(child)}


def imports(name: str, source: str, *, is_package: bool, typing: bool = True) -> Iterator[str]:
    """The full names of modules imported anywhere in ``source``."""
    tree = ast.parse(source)
    left_out = set() if typing else typing_only(tree)
    for node in ast.walk(tree):
        if node in left_out:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".") if is_package else name.split(".")[:-1]
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            members = [f"{base}.{alias.name}" for alias in node.names]
            yield from (member if member in MODULES else base for member in members)


def imports_of(name: str, *, typing: bool = True) -> set[str]:
    path = MODULES[name]
    source = path.read_text(encoding="utf-8")
    return set(imports(name, source, is_package=path.name == "__init__.py", typing=typing))


def may_see(name: str, target: str) -> bool:
    """Whether a module of one room may import a module of another."""
    if not room(target):  # the interface itself: its version
        return True
    if not room(name):  # the interface may show anything
        return True
    allowed = ONLY.get(room(name), set(ROOMS[: ROOMS.index(room(name)) + 1]))
    return room(target) in allowed


def test_every_module_lives_in_a_known_room() -> None:
    assert {room(name) for name in MODULES} == {"", *ROOMS}


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down_only(name: str) -> None:
    ours = {target for target in imports_of(name) if target.split(".")[0] == "grader"}
    assert [target for target in sorted(ours) if not may_see(name, target)] == []


def test_a_wrong_import_is_seen() -> None:
    source = "from grader.grading import submission\nfrom ..checks import draw\n"
    found = set(imports("grader.report.text", source, is_package=False))
    assert found == {"grader.grading.submission", "grader.checks.draw"}
    assert not any(may_see("grader.report.text", target) for target in found)
    assert not may_see("grader.formats.layout", "grader.session.launcher")
    assert may_see("grader.session.session", "grader.intake.files")


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Names that import each other in a circle, the first one again at the end; or none."""
    done: set[str] = set()

    def follow(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for target in sorted(graph.get(name, set())):
                if found := follow(target, [*path, name]):
                    return found
            done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := follow(name, []))), [])


def test_a_circle_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    # A module's own package is being imported by then: naming it is no circle.
    graph = {
        name: {
            target
            for target in imports_of(name, typing=False)
            if target in MODULES and not name.startswith(f"{target}.")
        }
        for name in MODULES
        if name != "grader"  # resolves its names when they are first used
    }
    assert circle(graph) == []


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(WORKER)])
def test_the_worker_needs_nothing_of_the_grader(name: str) -> None:
    known = sys.stdlib_module_names | LIBRARIES
    foreign = {
        target
        for target in imports_of(name)
        if not target.startswith(WORKER) and target.split(".")[0] not in known
    }
    assert foreign == set()


@pytest.mark.parametrize("name", MODULES)
def test_modules_stay_small_and_are_named_after_something(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, f"{name} has {lines} lines: split it"
    assert NAMELESS.isdisjoint(name.split("."))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_the_command_starts_without_heavy_imports(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from grader.cli.grade import grade\n"
        f"grade.main({arguments!r}, standalone_mode=False)\n"
        "print('loaded', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    loaded = set(done.stdout.rpartition("loaded")[2].split())
    assert "click" in loaded  # the list is what it seems to be
    assert loaded & HEAVY == set()
