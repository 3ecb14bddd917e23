"""Reading a .zip that a stranger made."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from grader.intake.errors import IntakeError
from grader.intake.names import is_clutter, member_path, shown
from grader.intake.shelf import Shelf

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
# bzip2 and LZMA members are inflated without a bound by zipfile; nobody's zip tool uses them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,  # includes names that are not the UTF-8 they claim to be
    OverflowError,
    LookupError,
    OSError,
)


def read_zip(data: bytes, shelf: Shelf) -> None:
    """Offer the regular files of the archive to the shelf."""
    # zipfile reads the whole table of contents at once; every entry of it starts so.
    if data.count(_CENTRAL_ENTRY) > shelf.bounds.entries:
        raise IntakeError(
            f"The archive has more than {shelf.bounds.entries:,} entries. "
            "Hand in only the folder with the exercise files."
        )
    with damage_reported(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            shelf.look()
            _offer(archive, member, shelf)


@contextmanager
def damage_reported() -> Iterator[None]:
    """Turn what zipfile raises on a damaged archive into an IntakeError."""
    try:
        yield
    except _DAMAGE as error:
        raise IntakeError(
            "The .zip archive is damaged or incomplete. Make it again and hand it in."
        ) from error


def _offer(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shelf: Shelf) -> None:
    raw = member_name(member)
    path = member_path(raw)
    if raw.endswith("/") or any(is_clutter(part) for part in path.split("/")):
        return
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        shelf.leave_out(path, "links and devices are not followed")
        return
    if member.flag_bits & _ENCRYPTED:
        raise IntakeError(
            f"{shown(path)} is protected by a password. Hand in an archive without one.", path
        )
    if member.compress_type not in _METHODS:
        raise IntakeError(
            f"{shown(path)} is compressed by an unusual method. Make an ordinary .zip.", path
        )
    shelf.offer(path, member.file_size, lambda most: _head(archive, member, most))


def member_name(member: zipfile.ZipInfo) -> str:
    """The member's name as whoever made the archive meant it, '/' between folders."""
    # The name as stored: zipfile's own cuts it at a NUL.
    raw = member.orig_filename
    if not member.flag_bits & _NAME_IS_UTF8:
        raw = _undone_cp437(raw)
    # Old Windows programs write their own separator; no other system's tool does.
    return raw.replace("\\", "/")


def _undone_cp437(name: str) -> str:
    """What the name says in UTF-8, which macOS writes without marking it so."""
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    with damage_reported(), archive.open(member) as file:
        return file.read(most)
