"""From a folder or an archive of submissions to who handed in what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from grader.intake.names import shown

from . import blackboard, canvas, github, gradescope, moodle, nbgrader, plain
from .records import LayoutError, Listing, Read, Sought, entries

SPECIFIC: Mapping[str, Read] = {
    module.NAME: module.read
    for module in (blackboard, canvas, github, gradescope, moodle, nbgrader)
}
LAYOUTS: Mapping[str, Read] = {**SPECIFIC, plain.NAME: plain.read}


def list_hand_ins(folder: Path, sought: Sought, layout: str | None = None) -> Listing:
    """Who handed in what in ``folder``, read as ``layout`` or as the only layout that fits.

    Raises LayoutError when several fit, or none of what is there can be a submission.
    """
    _, left = entries(folder)
    if layout is not None:
        listing = _as_layout(folder, sought, layout)
    else:
        listing = _recognised(folder, sought)
    if not listing.hand_ins:
        raise LayoutError(
            f"{shown(str(folder))} holds no submissions: name the folder or .zip with one folder, "
            "archive or file per student",
            str(folder),
        )
    return replace(listing, left=(*left, *listing.left))


def _as_layout(folder: Path, sought: Sought, layout: str) -> Listing:
    if layout not in LAYOUTS:
        raise LayoutError(f"no layout {shown(layout)}: choose from {', '.join(sorted(LAYOUTS))}")
    for place in _places(folder):
        listing = LAYOUTS[layout](place, entries(place)[0], sought)
        if listing is not None and listing.hand_ins:
            return listing
    raise LayoutError(f"{shown(str(folder))} is not laid out as {layout} does it", str(folder))


def _recognised(folder: Path, sought: Sought) -> Listing:
    for place in _places(folder):
        found, _ = entries(place)
        fitting = {
            name: listing
            for name, read in SPECIFIC.items()
            if (listing := read(place, found, sought)) is not None
        }
        if len(fitting) > 1:
            choices = " or ".join(f"--layout {name}" for name in (*sorted(fitting), plain.NAME))
            raise LayoutError(
                f"{shown(str(folder))} looks like more than one layout: say which, with {choices}",
                str(folder),
            )
        if fitting:
            return next(iter(fitting.values()))
    return _plainly(folder, sought)


def _plainly(folder: Path, sought: Sought) -> Listing:
    found, _ = entries(folder)
    if len(found) == 1 and found[0].is_dir():
        inside = [path.name for path in entries(found[0])[0] if plain.student_of(path)]
        if len(inside) > 1 and not any(Path(name).stem in sought.exercises for name in inside):
            raise LayoutError(
                f"{shown(str(folder))} holds one folder, {shown(found[0].name)}: is it the only "
                "student, or does it hold the students' folders? Say so with --layout plain, or "
                f"name {shown(str(found[0]))} instead",
                str(folder),
            )
    listing = plain.read(folder, found, sought)
    return listing if listing is not None else Listing(plain.NAME, ())


def _places(folder: Path) -> list[Path]:
    """The folder itself, and the one that wraps all of it when there is one."""
    found, _ = entries(folder)
    return [folder, *(path for path in found if len(found) == 1 and path.is_dir())]
