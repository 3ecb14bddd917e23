"""Importing a sample and grading a submission against what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring.migration.command import import_command
from grader.grading.submission import grade_submission, prepare
from grader.report.records import ExerciseResult
from grader.session import Launcher

collect_ignore = ["samples"]
SAMPLES = Path(__file__).parent / "samples"
Grade = Callable[[Path, str, str], ExerciseResult]
Import = Callable[[str, str | Path], Path]


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Imports a sample of a format and gives the new folder."""

    def run(origin: str, source: str | Path) -> Path:
        folder = tmp_path / "imported"
        arguments = [origin, str(SAMPLES / source), "-o", str(folder)]
        result = CliRunner().invoke(import_command, arguments)
        assert result.exit_code == 0, result.output
        return folder

    return run


@pytest.fixture
def grade(tmp_path: Path, launcher: Launcher) -> Grade:
    """Grades a text as the file of that name against an assignment's folder."""

    def run(assignment: Path, name: str, text: str) -> ExerciseResult:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        report = grade_submission(launcher, prepare(launcher, path, str(assignment)), seed=1)
        return report.exercises[0]

    return run
