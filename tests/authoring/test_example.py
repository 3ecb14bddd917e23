"""examples/kmeans: another subject, with the public interface alone."""

from __future__ import annotations

import ast
from pathlib import Path

import grader
from grader.authoring.release import release
from grader.authoring.verify import Plan, verify
from grader.authoring.verify_trials import lanes
from grader.formats import FORMATS
from grader.grading.assignment import find_assignment
from grader.grading.submission import grade_submission, prepare
from grader.report.records import Report
from grader.session import Launcher

FOLDER = Path(__file__).parents[2] / "examples" / "kmeans"
CHECKS = FOLDER / "checks" / "kmeans.py"


def graded(launcher: Launcher, path: Path) -> Report:
    return grade_submission(launcher, prepare(launcher, path, str(FOLDER)), seed=3)


def test_it_is_short_and_imports_what_is_promised() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (CHECKS, FOLDER / "assignment.toml")]
    assert sum(text.count("\n") for text in texts) < 80
    imported = [node for node in ast.walk(ast.parse(texts[0])) if isinstance(node, ast.ImportFrom)]
    assert [node.module for node in imported] == ["grader"]
    assert {alias.name for node in imported for alias in node.names} <= set(grader.__all__)


def test_it_proves_itself() -> None:
    plan = Plan(seeds=2, most=12)
    assignment = find_assignment(str(FOLDER))
    with lanes(1) as run:
        proof = verify(assignment, FOLDER / "solutions", plan, run, lambda line: None)
    assert proof.holds
    assert proof.exercises[0].fated("survived") == []


def test_a_mistake_of_its_own_is_named(launcher: Launcher, tmp_path: Path) -> None:
    solution = (FOLDER / "solutions" / "kmeans.py").read_text(encoding="utf-8")
    (tmp_path / "kmeans.py").write_text(solution.replace("argmin", "argmax"))
    report = graded(launcher, tmp_path)
    check = report.exercises[0].checks[0]
    assert check.diagnosis is not None
    assert check.diagnosis.bug == "farthest-centre"
    assert "takes the farthest centre" in check.diagnosis.text


def test_it_is_released_as_a_notebook_and_exported(launcher: Launcher, tmp_path: Path) -> None:
    release(FOLDER / "solutions", tmp_path / "handout")
    report = graded(launcher, tmp_path / "handout" / "kmeans.ipynb")
    assert (report.score, report.exercises[0].status) == (0, "missing")
    full = graded(launcher, FOLDER / "solutions")
    assert full.score == 20
    for name, form in FORMATS.items():
        assert form.render(full, "ada@example.org"), name
