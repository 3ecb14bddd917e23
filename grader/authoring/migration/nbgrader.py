"""nbgrader's source notebooks: autograded tests are cells with a grade and points."""

from __future__ import annotations

from pathlib import PurePosixPath

from grader.authoring.errors import AuthoringError
from grader.authoring.migration.notebooks import Given, SourceCell, given_by, read_cells
from grader.authoring.migration.records import (
    Found,
    Left,
    Material,
    Test,
    Wanted,
    headline,
    identifier,
    needed,
    parsed,
    sorted_out,
    translated,
)
from grader.authoring.regions import MARKER
from grader.intake import Collected
from grader.session.worker.cells import plain


def read_nbgrader(collected: Collected) -> Material:
    """What the test cells of an assignment's source notebooks ask.

    Raises AuthoringError if there is no graded notebook, or those of several assignments.
    """
    files = [file for file in collected.files if file.path.endswith(".ipynb")]
    sources = [file for file in files if "source" in PurePosixPath(file.path).parts] or files
    folders = {str(PurePosixPath(file.path).parent) for file in sources}
    if len(folders) > 1:
        raise AuthoringError(
            f"{collected.id}: the notebooks of several assignments: {', '.join(sorted(folders))}; "
            "name the folder of one of them"
        )
    material = Material(collected.id.replace("_", " "))
    for file in sources:
        found = _exercise(file.path, file.data, material)
        if found is not None:
            material.exercises.append(found)
    if not material.exercises:
        raise AuthoringError(
            f"{collected.id}: no notebook with autograded tests; name the folder of the source "
            "notebooks of an assignment"
        )
    return material


def _exercise(path: str, data: bytes, material: Material) -> Found | None:
    cells, _ = read_cells(path, data)
    graded = [cell for cell in cells if cell.marks.get("grade") is True]
    if not graded:
        material.left.append(Left(path, "it has no graded cells"))
        return None
    given = given_by([cell for cell in cells if cell not in graded])
    tests = sorted_out([_test(cell, given) for cell in graded], material)
    if any(MARKER.search(cell.source) for cell in graded):
        material.notes.append("Hidden tests are public checks now; students do not get the cells.")
    stem = PurePosixPath(path).stem
    return Found(identifier(stem), stem, tests, (f"{identifier(stem)}.ipynb", data))


def _test(cell: SourceCell, given: Given) -> Test | Left:
    name = str(cell.marks.get("grade_id", "test"))
    points = cell.marks.get("points", 0)
    points = float(points) if isinstance(points, (int, float)) else 0.0
    if cell.marks.get("solution") is True or cell.kind != "code":
        return Left(name, "it is graded by hand", points)
    wanted = Wanted(name, title_of(cell.source, name), points)
    return translated(
        wanted,
        given.names,
        lambda body: body.lines(needed(given.prelude, parsed(plain(cell.source).text))),
    )


def title_of(source: str, usual: str) -> str:
    """The text of a string or of a comment that a test begins with."""
    first = source.strip().partition("\n")[0].strip()
    is_text = first.startswith(("#", '"', "'")) and MARKER.match(first) is None
    return headline(first.strip("#\"' ") if is_text else "", usual)
