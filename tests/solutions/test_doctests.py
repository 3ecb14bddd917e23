"""The examples that students read are true."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SOLUTIONS = Path(__file__).parents[2] / "solutions"
NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in SOLUTIONS.glob("*/*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_example_holds(name: str, solution: Callable[[str], ModuleType]) -> None:
    failed, attempted = doctest.testmod(solution(name))
    assert attempted > 0
    assert failed == 0
