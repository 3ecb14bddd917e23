"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.session import Launcher


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher
