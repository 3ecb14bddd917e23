"""What a platform is given so that it grades an assignment: a folder or an archive of files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from grader.grading.declaration import FILE
from grader.report.writing import write_whole

from .wheel import NAME, archive, requirements, wheel

if TYPE_CHECKING:
    from grader.grading.assignment import Assignment

LAYOUT = "assignment"
"""The folder of a kit that holds the assignment."""


class KitError(Exception):
    """A kit cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The files of a kit by their paths; those in ``executable`` may be run."""

    files: Mapping[str, bytes]
    executable: frozenset[str] = frozenset()

    def write(self, target: Path) -> None:
        """Write the kit to a new or empty folder, or to a file whose name ends in .zip.

        Raises KitError.
        """
        try:
            if target.suffix == ".zip":
                write_whole(target, archive(dict(self.files), self.executable))
            else:
                self._unpack(target)
        except OSError as error:
            raise KitError(f"{target} cannot be written: {error.strerror or error}") from error

    def _unpack(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise KitError(f"{folder} exists and is not empty: name another folder, or a .zip")
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if name in self.executable:
                os.chmod(path, 0o755)


def installation(*extras: str) -> dict[str, bytes]:
    """The grader itself, and the versions that it ran with here."""
    return {NAME: wheel(), "requirements.txt": requirements(*extras).encode()}


def assignment_files(assignment: Assignment, folder: str = LAYOUT) -> dict[str, bytes]:
    """What decides a grade: assignment.toml and the checks, no stub and no solution."""
    checks = sorted((assignment.folder / "checks").glob("*.py"))
    paths = [assignment.folder / FILE, *checks]
    return {
        f"{folder}/{path.relative_to(assignment.folder).as_posix()}": path.read_bytes()
        for path in paths
    }


def template(name: str, **values: str) -> bytes:
    """A file of a kit from its template; ``@name@`` stands for a value.

    Jinja's brackets and Python's dollars both have a meaning of their own in these files.
    """
    text = files("grader.lms").joinpath("templates", name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
