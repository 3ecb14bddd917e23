"""A submission in one place: what an executor can be pointed at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.intake.names import normalised, shown

from .plain import student_of
from .records import HandIn, LayoutError


@contextmanager
def staged(hand_in: HandIn, ground: Path) -> Iterator[Path]:
    """The path of the submission: where it lay scattered, of a folder that lasts as long as this.

    That folder is made in ``ground``.
    """
    if len(hand_in.parts) == 1 and not hand_in.parts[0].name:
        yield hand_in.parts[0].path
        return
    with TemporaryDirectory(dir=ground) as folder:
        for part in hand_in.parts:
            target = Path(folder, Path(normalised(part.name or part.path.name)).name)
            if target.exists():
                raise LayoutError(f"{shown(target.name)} was handed in twice", str(part.path))
            if part.path.is_dir():
                shutil.copytree(part.path, target, symlinks=True)
            else:
                shutil.copyfile(part.path, target, follow_symlinks=False)
        only = list(Path(folder).iterdir())
        alone = len(only) == 1 and only[0].is_file() and student_of(only[0]) is not None
        yield only[0] if alone else Path(folder)
