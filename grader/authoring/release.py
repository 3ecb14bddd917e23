"""From reference solutions to what students get: each exercise as a file and as a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.authoring.errors import AuthoringError
from grader.authoring.notebook import stub_notebook
from grader.authoring.stub import stub_source


def release(solutions: Path, destination: Path) -> list[Path]:
    """Write the stubs EXERCISE.py and EXERCISE.ipynb for each solution EXERCISE.py in a folder.

    Stubs that are there already are replaced, other files stay. Nothing is written unless every
    solution can be released. Returns the written paths in order. The same solutions give the
    same bytes.

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
        destination / name: text for source in sources for name, text in _released(source).items()
    }
    destination.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _solution_files(solutions: Path) -> Sequence[Path]:
    if not solutions.is_dir():
        raise AuthoringError(f"{solutions}: no such folder; name the folder of the solutions")
    sources = sorted(solutions.glob("*.py"))
    if not sources:
        raise AuthoringError(f"{solutions}: no .py file in this folder; put the solutions there")
    return sources


def _released(source: Path) -> dict[str, str]:
    """The two files of one exercise, by name."""
    try:
        stub = stub_source(source.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AuthoringError(f"{source}: not UTF-8 text; save the file as UTF-8") from error
    except AuthoringError as error:
        raise AuthoringError(f"{source}, {error}") from error
    return {source.name: stub, f"{source.stem}.ipynb": stub_notebook(stub, source.stem)}
