"""Unpacking the archive of a whole class to a folder of our own."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

from grader.intake.names import collision_key, is_clutter, member_path, shown
from grader.intake.zipped import damage_reported, member_name

from .records import LayoutError

_ENTRIES = 200_000
_FILE_BYTES = 100_000_000
_TOTAL_BYTES = 10_000_000_000
_CHUNK = 1 << 20


def unpack(archive: Path, folder: Path) -> None:
    """Write the regular files of a .zip below ``folder``, an empty one.

    Raises IntakeError for an archive that is damaged, points outside, holds one name twice, or
    is too large; what is there by then is for the caller to remove.
    """
    with damage_reported(), zipfile.ZipFile(archive) as opened:
        members = opened.infolist()
        if len(members) > _ENTRIES:
            raise LayoutError(f"{shown(archive.name)} has more than {_ENTRIES:,} entries")
        room, seen = _TOTAL_BYTES, dict[str, str]()
        for member in members:
            path = _wanted(member)
            if path is not None:
                _refuse_twice(path, seen)
                room -= _write(opened, member, folder / path, min(room, _FILE_BYTES))


def _wanted(member: zipfile.ZipInfo) -> str | None:
    raw = member_name(member)
    path = member_path(raw)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if not path or raw.endswith("/") or kind not in (0, stat.S_IFREG):
        return None
    return None if any(is_clutter(part) for part in path.split("/")) else path


def _refuse_twice(path: str, seen: dict[str, str]) -> None:
    other = seen.setdefault(collision_key(path), path)
    if other != path or "\0" in path:
        raise LayoutError(f"{shown(other)} and {shown(path)} are one name on many computers")


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(member) as source, target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise LayoutError(f"{shown(target.name)} in the archive is too large to unpack")
            file.write(chunk)
    return written
