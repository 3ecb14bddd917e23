"""Clones of a GitHub Classroom assignment: SLUG-submissions/SLUG-LOGIN/."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .plain import whole
from .records import HandIn, Left, Listing, Sought

NAME = "github"
_ENDING = "-submissions"


def read(folder: Path, found: Sequence[Path], sought: Sought) -> Listing | None:
    """See records.Read."""
    clones = [path for path in found if path.is_dir()]
    slug = sought.part or _slug(folder, clones)
    mine = [path for path in clones if slug and path.name.startswith(f"{slug}-")]
    if not mine or 2 * len(mine) <= len(found):
        return None
    hand_ins = [
        HandIn((login,), (whole(path),), ids={"github": login})
        for path in mine
        if (login := path.name[len(slug) + 1 :])
    ]
    kept = {path.name for path in mine if len(path.name) > len(slug) + 1}
    left = [Left(path, f"not a clone of {slug}") for path in found if path.name not in kept]
    return Listing(NAME, tuple(hand_ins), tuple(left))


def _slug(folder: Path, clones: Sequence[Path]) -> str:
    """What all clones' names begin with: the folder says it, or the clones agree on it."""
    if folder.name.endswith(_ENDING):
        return folder.name[: -len(_ENDING)]
    if len(clones) < 2 or not all((path / ".git").exists() for path in clones):
        return ""
    common = os.path.commonprefix([path.name for path in clones])  # noqa: RUF071 (characters, yes)
    return common.rpartition("-")[0]
