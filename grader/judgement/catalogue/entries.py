"""One entry of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bug:
    """A named mistake.

    ``did``: what the student's code does, with ``{where}`` for the place.
    ``why``: one line of mathematics on why that is wrong. ``look``: where to look.
    """

    name: str
    did: str
    why: str
    look: str
