"""Hostile archives: nothing leaves the unpacking folder, nothing grows without bound."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile

import pytest

WRONG = b"def double(x):\n    return 0 * x\n"
HONEST = b"def triple(x):\n    return 3 * x\n"
UNIX = 3


def zipped(*members):
    """A .zip of (name, data) pairs beside the two exercises."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("double.py", WRONG), ("triple.py", HONEST), *members):
            archive.writestr(name, data)
    return buffer.getvalue()


def special(name, mode, data):
    """A member of a .zip that is, on Unix, no ordinary file."""
    info = zipfile.ZipInfo(name)
    info.create_system = UNIX
    info.external_attr = mode << 16
    return info, data


def tarred(*members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in (("double.py", WRONG), ("triple.py", HONEST)):
            archive.addfile(regular(name, data), io.BytesIO(data))
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return buffer.getvalue()


def regular(name, data=b""):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    return member


def other(name, kind, target=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def encrypted():
    data = bytearray(zipped())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(mark) + at, 1)
    return bytes(data)


ARCHIVES = {
    "climbs.zip": lambda out: zipped(("../../outside/climbed", b"x")),
    "absolute.zip": lambda out: zipped((f"{out}/absolute", b"x")),
    "backslashes.zip": lambda out: zipped(("..\\..\\outside\\climbed", b"x")),
    "drive.zip": lambda out: zipped(("C:\\drive", b"x")),
    "link.zip": lambda out: zipped(special("link", 0o120777, f"{out}/secret.txt")),
    "link_then_file.zip": lambda out: zipped(
        special("way", 0o120777, str(out)), ("way/through-link", b"x")
    ),
    "device.zip": lambda out: zipped(special("device", 0o020666, b"")),
    "twice.zip": lambda out: zipped(("double.py", b"def double(x):\n    return 2 * x\n")),
    "case.zip": lambda out: zipped(("DOUBLE.py", b"def double(x):\n    return 2 * x\n")),
    "bomb.zip": lambda out: zipped(("bomb.txt", bytes(300 << 20))),
    "many.zip": lambda out: zipped(*((f"f{n}", b"") for n in range(20_000))),
    "deep.zip": lambda out: zipped(("d/" * 2_000 + "f", b"x")),
    "long_name.zip": lambda out: zipped(("n" * 5_000, b"x")),
    "nested.zip": lambda out: zipped(("inner.zip", zipped(("../../outside/climbed", b"x")))),
    "control.zip": lambda out: zipped(("\x1b[2J\u202e.py", b"x"), ("=1+1.py", b"x")),
    "file_and_folder.zip": lambda out: zipped(("a", b"x"), ("a/b", b"x")),
    "truncated.zip": lambda out: zipped()[:-30],
    "encrypted.zip": lambda out: encrypted(),
    "not.zip": lambda out: b"PK\x03\x04 and no more",
    "empty.zip": lambda out: b"",
    "climbs.tar.gz": lambda out: tarred(regular("../../outside/climbed", b"x")),
    "absolute.tar.gz": lambda out: tarred(regular(f"{out}/absolute", b"x")),
    "link.tar.gz": lambda out: tarred(other("link", tarfile.SYMTYPE, f"{out}/secret.txt")),
    "link_then_file.tar.gz": lambda out: tarred(
        other("way", tarfile.SYMTYPE, str(out)), regular("way/through-link", b"x")
    ),
    "hard_link.tar.gz": lambda out: tarred(other("link", tarfile.LNKTYPE, f"{out}/secret.txt")),
    "device.tar.gz": lambda out: tarred(other("device", tarfile.CHRTYPE)),
    "pipe.tar.gz": lambda out: tarred(other("pipe", tarfile.FIFOTYPE)),
    "bomb.tar.gz": lambda out: tarred(regular("bomb", bytes(300 << 20))),
    "truncated.tar.gz": lambda out: tarred()[:-30],
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_is_graded_or_refused_and_breaches_nothing(name, trap):
    path = trap.folder / "handed" / name
    path.write_bytes(ARCHIVES[name](trap.outside))
    grading = trap.grade(path)
    assert grading.status in (0, 2), grading.printed
    assert b"Traceback" not in grading.printed
    assert trap.traces() == []
    if grading.status == 0:
        assert grading.breaches() == []
        assert grading.score("double") == 0
        assert grading.score("triple") == 10
