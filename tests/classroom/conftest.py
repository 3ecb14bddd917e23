from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.staff import grader

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
        return CliRunner().invoke(grader, words, catch_exceptions=False)

    return called


@pytest.fixture
def batch(call: Call) -> Call:
    """Grade a folder for the small assignment, in one process."""

    def graded(folder: Path, *arguments: object) -> Result:
        return call("batch", folder, "-a", ASSIGNMENT, "--jobs", 1, *arguments)

    return graded
