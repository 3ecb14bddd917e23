"""One entry of the catalogue, or a mistake that an instructor names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Bug:
    """A named mistake.

    ``name``: small letters, digits and hyphens, as reports hold it. ``did``: what the student's
    code does, with ``{where}`` for the place. ``why``: one line of mathematics on why that is
    wrong. ``look``: where to look. Neither text ends in a full stop. Raises ValueError for a
    name of another form.
    """

    name: str
    did: str
    why: str = ""
    look: str = ""

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None:
            raise ValueError(
                f"a mistake's name has small letters, digits and single hyphens, not {self.name!r}"
            )


Named: TypeAlias = "str | Bug"
"""A mistake: by its name in the catalogue, or with words of its own."""
