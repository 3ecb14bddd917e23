from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import grader.classroom.batch
from grader.cli.staff import grader as staff
from grader.execution import Job, Outcome, Settings
from grader.execution.lane import grade_job
from grader.grading.assignment import find_assignment
from grader.session import Launcher

from .population import ASSIGNMENT

Call = Callable[..., Result]


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.db"


@pytest.fixture
def call(gradebook: Path) -> Call:
    """Run a verb on the test's gradebook."""

    def called(verb: str, *arguments: object) -> Result:
        words = [verb, *map(str, arguments), "--gradebook", str(gradebook)]
        return CliRunner().invoke(staff, words, catch_exceptions=False)

    return called


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


@pytest.fixture
def batch(call: Call, launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Grade a folder for the small assignment, without processes of an executor's own."""

    class Here:
        def __init__(self, settings: Settings, lanes: int | None) -> None:
            self._settings = settings

        def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
            assignment = find_assignment(self._settings.assignment)
            return (grade_job(launcher, assignment, self._settings.seed, job) for job in jobs)

    monkeypatch.setattr(grader.classroom.batch, "LocalExecutor", Here)

    def graded(folder: Path, *arguments: object) -> Result:
        return call("batch", folder, "-a", ASSIGNMENT, *arguments)

    return graded
