"""Reading a .tar or .tar.gz that a stranger made."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from grader.intake.errors import IntakeError
from grader.intake.names import is_clutter, member_path
from grader.intake.shelf import Shelf

if TYPE_CHECKING:
    from typing_extensions import Self

_DAMAGE = (
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    LookupError,
    RecursionError,  # a chain of thousands of long-name headers
    OSError,
)


def read_tar(data: bytes, shelf: Shelf) -> None:
    """Offer the regular files of the archive to the shelf."""
    packed = data[:2] == b"\x1f\x8b"
    stream = gzip.GzipFile(fileobj=io.BytesIO(data)) if packed else io.BytesIO(data)
    bounded = _Bounded(cast(BinaryIO, stream), shelf.bounds.unpacked_bytes)
    with _damage_reported():
        # As a stream: no header can send the reader back to where it was.
        with tarfile.open(fileobj=bounded, mode="r|", encoding="utf-8", tarinfo=_Member) as archive:
            for member in archive:
                shelf.look()
                _offer(archive, member, shelf)
        while bounded.read(1 << 16):
            pass  # gzip's checksum stands at the end


@contextmanager
def _damage_reported() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise IntakeError(
            "The .tar archive is damaged or incomplete. Make it again and hand it in."
        ) from error


class _Member(tarfile.TarInfo):
    """A header; a bad one anywhere is damage, where tarfile takes it for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            member = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if not any(buf):
                raise  # the zeros, or nothing at all, that rightly end an archive
            raise tarfile.ReadError(str(error)) from error
        if member.size < 0:
            raise tarfile.ReadError("negative size")
        return member


class _Bounded(io.RawIOBase):
    """A stream that ends in an IntakeError once it has given too much."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, self._most + 1) if size >= 0 else self._most + 1)
        self._given += len(data)
        if self._given > self._most:
            raise IntakeError(
                f"The archive unpacks to more than {self._most / 1_000_000:g} MB. "
                "Hand in only the folder with the exercise files."
            )
        return data


def _offer(archive: tarfile.TarFile, member: tarfile.TarInfo, shelf: Shelf) -> None:
    path = member_path(member.name)
    if member.isdir() or any(is_clutter(part) for part in path.split("/")):
        return
    if not member.isreg() or member.issparse() or member.size < 0:
        shelf.leave_out(path, "links and devices are not followed")
        return
    shelf.offer(path, member.size, lambda most: _head(archive, member, most))


def _head(archive: tarfile.TarFile, member: tarfile.TarInfo, most: int) -> bytes:
    with _damage_reported():
        file = archive.extractfile(member)
        if file is None:
            raise tarfile.ReadError("a file without content")
        with file:
            return file.read(most)
