"""From what the user named to the files of one submission."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from grader.intake.archive import SUFFIXES, read_archive
from grader.intake.errors import IntakeError, NothingHandedInError
from grader.intake.files import SubmittedBytes
from grader.intake.folder import read_file, read_folder, read_whole
from grader.intake.names import is_gradable, shown
from grader.intake.shelf import Bounds, Shelf

_WRAPPINGS = 2  # a zipped folder, and the folder that unpacking it made
_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Collected:
    """A submission taken in: ``id`` is the name it was handed in under, without suffix."""

    id: str
    files: tuple[SubmittedBytes, ...]
    remarks: tuple[str, ...]


def collect(path: Path, bounds: Bounds = _BOUNDS) -> Collected:
    """Take in a folder, one .py or .ipynb file, a .zip, a .tar or a .tar.gz.

    Nothing is unpacked to disk, no link is followed (but ``path`` itself may be one) and
    no content is looked at. Clutter of programs is dropped, one wrapping folder (or two)
    is taken off. Raises IntakeError for what cannot be taken in or holds nothing to grade.
    """
    try:
        shelf, name = _shelved(path, bounds)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a possible path"
        raise IntakeError(f"{shown(str(path))} cannot be read: {reason}.", str(path)) from error
    files, remarks = shelf.files(), shelf.remarks()
    if not any(is_gradable(file.path) for file in files):
        raise _nothing_gradable(path, remarks)
    return Collected(shown(name), _unwrapped(files), remarks)


def _shelved(path: Path, bounds: Bounds) -> tuple[Shelf, str]:
    if path.is_dir():
        shelf = Shelf(bounds, strict=False)
        read_folder(path, shelf)
        return shelf, path.resolve().name
    suffix = _archive_suffix(path.name)
    shelf = Shelf(bounds, strict=suffix is not None)
    if suffix is not None:
        read_archive(path.name, _archive_bytes(path, bounds), shelf)
        return shelf, path.name[: -len(suffix)]
    if not is_gradable(path.name):
        path.stat()  # "no such file" comes before "wrong kind of file"
        raise IntakeError(
            f"{shown(str(path))} is none of what can be graded: "
            "a folder, a .py or .ipynb file, a .zip or .tar.gz.",
            str(path),
        )
    read_file(path, shelf)
    return shelf, path.stem


def _archive_suffix(name: str) -> str | None:
    return next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), None)


def _archive_bytes(path: Path, bounds: Bounds) -> bytes:
    data = read_whole(path, bounds.archive_bytes + 1)
    if data is None:
        raise IntakeError(f"{shown(str(path))} is not a regular file.", str(path))
    if len(data) > bounds.archive_bytes:
        raise IntakeError(
            f"{shown(str(path))} is larger than {bounds.archive_bytes / 1_000_000:g} MB. "
            "Hand in only the folder with the exercise files.",
            str(path),
        )
    return data


def _nothing_gradable(path: Path, remarks: tuple[str, ...]) -> NothingHandedInError:
    return NothingHandedInError(
        " ".join(
            [
                f"{shown(str(path))} holds no .py or .ipynb file.",
                "Hand in the folder with your exercise files.",
                *remarks,
            ]
        ),
        str(path),
    )


def _unwrapped(files: tuple[SubmittedBytes, ...]) -> tuple[SubmittedBytes, ...]:
    for _ in range(_WRAPPINGS):
        tops = {file.path.partition("/")[0] for file in files}
        if len(tops) != 1 or any("/" not in file.path for file in files):
            break
        files = tuple(replace(file, path=file.path.partition("/")[2]) for file in files)
    return files
