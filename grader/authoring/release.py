"""From reference solutions to what students get: each exercise as a file and as a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from grader.authoring.errors import AuthoringError
from grader.authoring.notebook import Cell, Grading, defined, notebook_text, stub_notebook
from grader.authoring.stub import stub_source

# The staff's help imports this; what is slow to import waits until something is released.
if TYPE_CHECKING:
    from grader.grading.assignment import Assignment


def release(solutions: Path, destination: Path, assignment: Assignment | None = None) -> list[Path]:
    """Write what students get for each solution, EXERCISE.py or a notebook, in a folder.

    A module gives the stubs EXERCISE.py and EXERCISE.ipynb, a notebook gives a notebook. Stubs
    that are there already are replaced, other files stay. Nothing is written unless every
    solution can be released. Returns the written paths in order. The same solutions give the
    same bytes.

    The check cells of a notebook name the exercise that it is named after. With ``assignment``
    they name those of its exercises that the notebook holds, and the assignment's folder, which
    students then need beside the notebook, unless it is built in.

    Raises AuthoringError, naming file and line, when a solution cannot be released, when there
    is none, and when ``destination`` is the solutions' own folder.

    Example, for the exercises of this project::

        release(Path("solutions/practice"), Path("assignments/practice"))
    """
    sources = _solution_files(solutions)
    if destination.resolve() == solutions.resolve():
        raise AuthoringError(
            f"{destination}: the stubs would overwrite the solutions; name another folder"
        )
    texts = {
        destination / name: text
        for source in sources
        for name, text in _released(source, assignment).items()
    }
    destination.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _solution_files(solutions: Path) -> Sequence[Path]:
    if not solutions.is_dir():
        raise AuthoringError(f"{solutions}: no such folder; name the folder of the solutions")
    sources = sorted([*solutions.glob("*.py"), *solutions.glob("*.ipynb")])
    if not sources:
        raise AuthoringError(
            f"{solutions}: no .py or .ipynb file in this folder; put the solutions there"
        )
    for one, other in pairwise(sources):
        if one.stem == other.stem:
            raise AuthoringError(
                f"{solutions}: {one.name} and {other.name} would give the same notebook; "
                "keep one of them"
            )
    return sources


def _released(source: Path, assignment: Assignment | None) -> dict[str, str]:
    """The files of one solution, by name."""
    from grader.authoring.solution_notebook import student_cells

    try:
        text = source.read_text(encoding="utf-8-sig")
        if source.suffix == ".ipynb":
            cells = student_cells(text)
            grading = _grading(source.stem, cells, assignment)
            return {source.name: notebook_text(cells, source.stem, grading)}
        stub = stub_source(text)
    except UnicodeDecodeError as error:
        raise AuthoringError(f"{source}: not UTF-8 text; save the file as UTF-8") from error
    except AuthoringError as error:
        raise AuthoringError(f"{source}, {error}") from error
    notebook = stub_notebook(stub, source.stem, _folder(assignment))
    return {source.name: stub, f"{source.stem}.ipynb": notebook}


def _grading(stem: str, cells: Sequence[Cell], assignment: Assignment | None) -> Grading:
    if assignment is None:
        return Grading({stem: ()})
    names = set().union(*(defined(cell.source) for cell in cells if cell.kind == "code"))
    held = {id: wanted for id, wanted in assignment.known.items() if names & set(wanted)}
    if not held:
        raise AuthoringError(f"no cell defines what an exercise of {assignment.id} asks for")
    return Grading(held, _folder(assignment))


def _folder(assignment: Assignment | None) -> str | None:
    """How students name the assignment, None if they need not."""
    from grader.grading.assignment import builtin_folder

    if assignment is None or assignment.folder.parent == builtin_folder():
        return None
    return assignment.folder.resolve().name
