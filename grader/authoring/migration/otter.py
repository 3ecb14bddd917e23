"""otter's tests: files in OK format, functions with @test_case, and `otter assign` notebooks."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from grader.authoring.errors import AuthoringError
from grader.authoring.migration.nbgrader import title_of
from grader.authoring.migration.notebooks import Given, SourceCell, given_by, read_cells
from grader.authoring.migration.records import (
    Found,
    Left,
    Material,
    Test,
    Wanted,
    identifier,
    needed,
    parsed,
    sorted_out,
    translated,
)
from grader.authoring.migration.statements import Body
from grader.intake import Collected
from grader.session.worker.cells import plain

_FENCE = re.compile(r"\s*#\s*(BEGIN|END)\s+(QUESTION|TESTS|SOLUTION)\b", re.IGNORECASE)
_FIELD = re.compile(r"^(name|points|manual)\s*:\s*(.+?)\s*$", re.MULTILINE)
_CONFIG = re.compile(
    r'\s*("""|\'\'\')\s*#\s*BEGIN TEST CONFIG(?P<text>.*?)\1\s*#\s*END TEST CONFIG\s*',
    re.DOTALL | re.IGNORECASE,
)
_HIDDEN = re.compile(r"\s*#+\s*HIDDEN\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: doctest lines, or statements with the value that they show."""

    text: str
    points: float | None = None
    hidden: bool = False
    doctest: bool = False
    shown: str = ""
    setup: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its cases; ``points`` of all, or of each, None when nothing says."""

    name: str
    points: object
    cases: tuple[Case, ...]
    by_hand: bool = False


def read_otter(collected: Collected) -> Material:
    """What the tests of an otter assignment ask: an autograder's folder or a master notebook.

    Raises AuthoringError if there is no test.
    """
    material = Material(collected.id.replace("_", " "))
    notebooks = [file for file in collected.files if file.path.endswith(".ipynb")]
    read = [(file, *read_cells(file.path, file.data)) for file in notebooks]
    questions = [
        question
        for file in collected.files
        if file.path.endswith(".py")
        for question in _file_questions(file.path, file.data, material)
    ]
    for _, _, metadata in read:
        questions += _embedded(metadata)
    masters = [(file, cells) for file, cells, _ in read if _is_master(cells)]
    cells = [cell for _, some, _ in read for cell in some]
    if masters and not questions:
        questions = list(_asked(masters[0][1]))
        cells = list(_without_tests(masters[0][1]))
    if not questions:
        raise AuthoringError(
            f"{collected.id}: no tests of otter's; name a folder with tests/*.py, an unpacked "
            "autograder, or the master notebook of otter assign"
        )
    given = given_by(cells)
    results = [test for question in _once(questions) for test in _tests(question, given)]
    stem = PurePosixPath(notebooks[0].path).stem if notebooks else _configured(collected)
    name = identifier(stem)
    solution = (f"{name}.ipynb", masters[0][0].data) if masters else None
    material.exercises.append(Found(name, stem, sorted_out(results, material), solution))
    if any(case.hidden for question in questions for case in question.cases):
        material.notes.append("Hidden tests are public checks now.")
    return material


def _configured(collected: Collected) -> str:
    """The assignment's name in otter_config.json, the folder's without one."""
    for file in collected.files:
        if file.path.rpartition("/")[2] == "otter_config.json":
            with suppress(ValueError, RecursionError):
                config = json.loads(file.data)
                name = config.get("assignment_name") if isinstance(config, dict) else None
                return name if isinstance(name, str) else collected.id
    return collected.id


def _once(questions: Sequence[Question]) -> list[Question]:
    """Each question once: an autograder repeats in files what notebooks hold."""
    return list({question.name: question for question in questions}.values())


# --- Test files


def _file_questions(path: str, data: bytes, material: Material) -> Iterator[Question]:
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        material.left.append(Left(path, "it is not Python"))
        return
    literals = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    stem = PurePosixPath(path).stem
    if isinstance(spec := _literal(literals.get("test")), dict):
        yield from _ok_format(stem, spec)
        return
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    cases = tuple(case for node in functions if (case := _function_case(node)) is not None)
    if cases:
        name, points = _literal(literals.get("name")), _literal(literals.get("points"))
        yield Question(name if isinstance(name, str) else stem, points, cases)
    else:
        material.left.append(Left(path, "it holds no tests"))


def _literal(node: ast.expr | None) -> object:
    try:
        return None if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


def _ok_format(stem: str, spec: Mapping[Any, Any]) -> Iterator[Question]:
    cases = [
        Case(
            str(case.get("code", "")),
            _points(case.get("points")),
            hidden=case.get("hidden") is True,
            doctest=True,
            setup=str(suite.get("setup") or ""),
        )
        for suite in _dicts(spec.get("suites"))
        for case in _dicts(suite.get("cases"))
    ]
    yield Question(str(spec.get("name") or stem), spec.get("points"), tuple(cases))


def _function_case(node: ast.FunctionDef) -> Case | None:
    """A function with @test_case; its parameters are names of the submission."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("test_case"):
            given = {each.arg: _literal(each.value) for each in decorator.keywords}
            text = "\n".join(map(ast.unparse, node.body))
            return Case(text, _points(given.get("points")), hidden=given.get("hidden") is True)
    return None


def _embedded(metadata: Mapping[str, Any]) -> Iterator[Question]:
    """Tests in a notebook's own metadata."""
    otter = metadata.get("otter")
    tests = otter.get("tests") if isinstance(otter, Mapping) else None
    if isinstance(tests, Mapping):
        for name, spec in tests.items():
            if isinstance(spec, Mapping):
                yield from _ok_format(str(name), spec)


def _dicts(value: object) -> list[Mapping[Any, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _points(value: object) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]


# --- Master notebooks


def _is_master(cells: Sequence[SourceCell]) -> bool:
    return any(fence is not None and fence[2].upper() == "QUESTION" for _, fence in _fenced(cells))


def _fenced(cells: Sequence[SourceCell]) -> Iterator[tuple[SourceCell, re.Match[str] | None]]:
    for cell in cells:
        yield cell, _FENCE.match(cell.source) if cell.kind != "code" else None


def _without_tests(cells: Sequence[SourceCell]) -> Iterator[SourceCell]:
    inside: set[str] = set()
    for cell, fence in _fenced(cells):
        if fence is not None:
            (inside.add if fence[1].upper() == "BEGIN" else inside.discard)(fence[2].upper())
        elif "TESTS" not in inside:
            marks = {"solution": True} if "SOLUTION" in inside else cell.marks
            yield SourceCell(cell.kind, cell.source, marks, cell.shown)


def _asked(cells: Sequence[SourceCell]) -> Iterator[Question]:
    fields: dict[str, str] = {}
    cases: list[Case] = []
    in_tests = False
    for cell, fence in _fenced(cells):
        mark = fence and f"{fence[1]} {fence[2]}".upper()
        if mark == "BEGIN QUESTION":
            fields, cases = dict(_FIELD.findall(cell.source)), []
        elif mark == "END QUESTION":
            by_hand = fields.get("manual", "").lower() == "true"
            yield Question(fields.get("name", "q"), _yaml(fields), tuple(cases), by_hand)
        elif mark in ("BEGIN TESTS", "END TESTS"):
            in_tests = mark == "BEGIN TESTS"
        elif in_tests and cell.kind == "code":
            cases.append(_cell_case(cell))


def _yaml(fields: Mapping[str, str]) -> object:
    try:
        return ast.literal_eval(fields["points"])
    except (KeyError, ValueError, SyntaxError):
        return None


def _cell_case(cell: SourceCell) -> Case:
    source, points, hidden = cell.source, None, False
    if config := _CONFIG.match(source):
        source = source[config.end() :]
        fields = dict(_FIELD.findall(config["text"]))
        points = _points(_yaml(fields))
        hidden = re.search(r"^hidden:\s*true", config["text"], re.MULTILINE) is not None
    if mark := _HIDDEN.match(source):
        source, hidden = source[mark.end() :].lstrip("\n"), True
    return Case(source, points, hidden, shown=cell.shown)


# --- From cases to checks


def _tests(question: Question, given: Given) -> Iterator[Test | Left]:
    if question.by_hand:
        yield Left(question.name, "it is graded by hand", _points(question.points))
        return
    if not question.cases:
        yield Left(question.name, "it has no tests", _points(question.points))
        return
    for number, (case, points) in enumerate(shared(question), start=1):
        name = question.name if len(question.cases) == 1 else f"{question.name}_{number}"
        title = title_of("" if case.doctest else case.text, name)
        yield _translated(Wanted(name, title, points), case, given)


def _translated(wanted: Wanted, case: Case, given: Given) -> Test | Left:
    def lines(body: Body) -> list[str]:
        if not case.doctest:
            statements = needed(given.prelude, parsed(plain(case.text).text))
            return body.shown(statements, case.shown) if case.shown else body.lines(statements)
        return [*body.examples(case.setup), *body.examples(case.text)]

    return translated(wanted, given.names, lines)


def shared(question: Question) -> list[tuple[Case, float]]:
    """The cases with their points, as otter shares them out.

    A list is for the cases in order. Else cases without points share equally what is left of the
    question's points, or 1 point if nothing has any.
    """
    cases, points = question.cases, question.points
    if isinstance(points, list) and len(points) == len(cases):
        return [(case, _points(each) or 0.0) for case, each in zip(cases, points, strict=True)]
    total, own = _points(points), [case.points for case in cases]
    said = sum(each for each in own if each is not None)
    if total is None and not said:
        total = 1.0
    open_cases = own.count(None)
    share = max(0.0, (total - said) / open_cases) if total is not None and open_cases else 0.0
    return [(case, share if case.points is None else case.points) for case in cases]
