"""Unpacking an archive in memory, member by member, without ever extracting to disk."""

from __future__ import annotations

from grader.intake.errors import IntakeError
from grader.intake.names import shown
from grader.intake.shelf import Shelf
from grader.intake.tarred import read_tar
from grader.intake.zipped import read_zip

SUFFIXES = (".zip", ".tar.gz", ".tgz", ".tar")

_FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}


def read_archive(name: str, data: bytes, shelf: Shelf) -> None:
    """Offer every file of the archive to the shelf; its content, not its name, says its kind."""
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        read_zip(data, shelf)
    elif data[:2] == b"\x1f\x8b" or data[257:262] == b"ustar":
        read_tar(data, shelf)
    else:
        raise _not_an_archive(name, data)


def _not_an_archive(name: str, data: bytes) -> IntakeError:
    kind = next((kind for magic, kind in _FOREIGN.items() if data.startswith(magic)), None)
    if kind is not None:
        what = f"is a {kind} archive. Hand in a .zip or .tar.gz instead."
    elif not data:
        what = "is empty. Make the archive again and hand it in."
    else:
        what = "is not a .zip or .tar.gz archive, or is damaged. Make it again and hand it in."
    return IntakeError(f"{shown(name)} {what}", name)
