from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grader.intake.layouts import HandIn, Listing, Sought, list_hand_ins, staged

SOUGHT = Sought("hw1", ("tanh", "network"))
Tree = Mapping[str, str]
Read = Callable[..., Listing]


def plant(folder: Path, tree: Tree) -> None:
    for name, text in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Plant a tree of files and read it as a class."""

    def planted(tree: Tree, layout: str | None = None, part: str = "", root: str = "in") -> Listing:
        folder = tmp_path / root
        folder.mkdir(exist_ok=True)
        plant(folder, tree)
        sought = Sought(SOUGHT.assignment, SOUGHT.exercises, part)
        return list_hand_ins(folder, sought, layout)

    return planted


def who(listing: Listing) -> dict[str, list[str]]:
    """By student, the files that an executor would see."""
    return {hand_in.keys[0]: files(hand_in) for hand_in in listing.hand_ins}


def files(hand_in: HandIn) -> list[str]:
    with TemporaryDirectory() as ground, staged(hand_in, Path(ground)) as path:
        if path.is_file():
            return [path.name]
        return sorted(
            inner.relative_to(path).as_posix() for inner in path.rglob("*") if inner.is_file()
        )
