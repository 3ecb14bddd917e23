from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.intake import Collected, IntakeError, SubmittedBytes, collect
from grader.intake.archive import read_archive
from grader.intake.shelf import Bounds, Shelf

CODE = b"x = 1\n"
SMALL = Bounds(
    files=3, file_bytes=1000, total_bytes=2000, entries=20, depth=3, unpacked_bytes=100_000
)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo("placeholder")
            member.filename, member.compress_type = name, method
            archive.writestr(member, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def taken(tmp_path: Path, name: str, data: bytes, bounds: Bounds = SMALL) -> Collected:
    (tmp_path / name).write_bytes(data)
    return collect(tmp_path / name, bounds)


def paths(taken: Collected) -> list[str]:
    return [file.path for file in taken.files]


Pack = Callable[[Mapping[str, bytes]], bytes]
FORMATS: list[tuple[str, Pack]] = [
    ("hw.zip", zipped),
    ("hw.tar.gz", tarred),
    ("hw.tgz", tarred),
    ("hw.tar", lambda files: tarred(files, "w")),
]
formats = pytest.mark.parametrize(("name", "pack"), FORMATS, ids=[name for name, _ in FORMATS])


@formats
def test_an_archive_is_a_submission(tmp_path: Path, name: str, pack: Pack) -> None:
    files = {"hw7/tanh.py": CODE, "hw7/data/x.csv": b"1,2", "__MACOSX/hw7/._tanh.py": b"junk"}
    found = taken(tmp_path, name, pack(files))
    assert [(file.path, file.data) for file in found.files] == [
        ("data/x.csv", b"1,2"),
        ("tanh.py", CODE),
    ]
    assert (found.id, found.remarks) == ("hw", ())


@formats
@pytest.mark.parametrize(
    "member",
    [
        "../tanh.py",
        "a/../../tanh.py",
        "/tmp/tanh.py",
        "C:/tanh.py",
        "c:\\tanh.py",
        "a/..",
    ],
)
def test_members_that_point_outside_are_refused(
    tmp_path: Path, name: str, pack: Pack, member: str
) -> None:
    with pytest.raises(IntakeError, match=r"absolute path|points out of"):
        taken(tmp_path, name, pack({"network.py": CODE, member: CODE}))


@formats
@pytest.mark.parametrize(
    ("first", "second"),
    [("tanh.py", "Tanh.py"), ("u\u0308.py", "\u00fc.py"), ("a", "a/tanh.py"), ("n.txt", "N.txt")],
)
def test_names_that_are_one_on_other_systems_are_refused(
    tmp_path: Path,
    name: str,
    pack: Pack,
    first: str,
    second: str,
) -> None:
    with pytest.raises(IntakeError, match=r"one name on many computers|twice"):
        taken(tmp_path, name, pack({"network.py": CODE, first: CODE, second: CODE}))


def test_a_member_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    data = zipped({"tanh.py": CODE, "sinh.py": CODE}).replace(b"sinh.py", b"tanh.py")
    with pytest.raises(IntakeError, match=r"tanh\.py is in the submission twice"):
        taken(tmp_path, "hw.zip", data)


@formats
def test_treacherous_names_are_left_out(tmp_path: Path, name: str, pack: Pack) -> None:
    files = {"tanh.py": CODE, "a\x1b[2J.py": CODE, "b\u202e.py": CODE, "c\n.py": CODE}
    found = taken(tmp_path, name, pack(files))
    assert paths(found) == ["tanh.py"]
    assert found.remarks[0].isprintable()


@formats
@pytest.mark.parametrize("nameless", [".", "./", "././."])
def test_a_file_without_a_name_is_left_out(
    tmp_path: Path, name: str, pack: Pack, nameless: str
) -> None:
    found = taken(tmp_path, name, pack({"tanh.py": CODE, nameless: b"x"}))
    assert paths(found) == ["tanh.py"]


@formats
def test_inner_archives_are_not_opened(tmp_path: Path, name: str, pack: Pack) -> None:
    with pytest.raises(IntakeError, match="unpack them first"):
        taken(tmp_path, name, pack({"inner.zip": zipped({"tanh.py": CODE})}))


@formats
def test_every_bound_holds_in_archives_too(tmp_path: Path, name: str, pack: Pack) -> None:
    big = {"tanh.py": b"#" * 1001}
    many = {f"{i}.py": CODE for i in range(4)}
    entries = {f"__pycache__/{i}.pyc": b"" for i in range(21)}
    for files, says in ((big, "larger than"), (many, "more than 3 files"), (entries, "entries")):
        with pytest.raises(IntakeError, match=says):
            taken(tmp_path, name, pack(files))


def test_an_archive_that_is_itself_too_large_is_refused(tmp_path: Path) -> None:
    data = zipped({"tanh.py": CODE})
    with pytest.raises(IntakeError, match="larger than"):
        taken(tmp_path, "hw.zip", data, Bounds(archive_bytes=len(data) - 1))


@formats
def test_truncated_archives_are_refused(tmp_path: Path, name: str, pack: Pack) -> None:
    data = pack({"tanh.py": bytes(range(256)) * 3, "network.py": b"#" * 900})
    for end in (min(len(data) // 2, 700), 300, 20):
        with pytest.raises(IntakeError, match=r"damaged|not a \.zip"):
            taken(tmp_path, name, data[:end])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"hello", "not a .zip"),
        (b"7z\xbc\xaf\x27\x1c\0\0", "7z archive"),
        (b"Rar!\x1a\x07\0", "rar archive"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "damaged"),
        pytest.param(gzip.compress(b"print(1)\n", mtime=0), "damaged", id="gzip without tar"),
        pytest.param(zipped({}), "holds no .py", id="an empty zip"),
    ],
)
def test_what_is_no_archive_says_so(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(IntakeError) as refused:
        taken(tmp_path, "hw.zip", data)
    assert says in str(refused.value)


def test_the_content_says_what_kind_of_archive_it_is(tmp_path: Path) -> None:
    assert paths(taken(tmp_path, "hw.zip", tarred({"tanh.py": CODE}))) == ["tanh.py"]
    assert paths(taken(tmp_path, "hw.tar.gz", zipped({"tanh.py": CODE}))) == ["tanh.py"]


# --- .zip


def test_backslashes_of_windows_programs_are_separators(tmp_path: Path) -> None:
    assert paths(taken(tmp_path, "hw.zip", zipped({"hw\\tanh.py": CODE}))) == ["tanh.py"]


def test_utf8_names_that_are_not_marked_are_understood(tmp_path: Path) -> None:
    data = zipped({"\u00fcbung.py": CODE})
    plain = bytearray(data)
    central = data.index(b"PK\x01\x02")
    plain[6:8] = plain[central + 8 : central + 10] = b"\0\0"  # the flag "name is UTF-8" off
    assert paths(taken(tmp_path, "hw.zip", bytes(plain))) == ["\u00fcbung.py"]


def test_names_that_are_not_the_utf8_they_claim_are_refused(tmp_path: Path) -> None:
    data = zipped({"\u00fc.py": CODE}).replace("\u00fc".encode(), b"\xff\xfe")
    with pytest.raises(IntakeError, match="damaged"):
        taken(tmp_path, "hw.zip", data)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_a_zip_are_left_out(tmp_path: Path, kind: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("tanh.py", CODE)
        member = zipfile.ZipInfo("link.py")
        member.create_system, member.external_attr = 3, (kind | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    found = taken(tmp_path, "hw.zip", out.getvalue())
    assert paths(found) == ["tanh.py"]
    assert "link.py" in found.remarks[0]


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"tanh.py": CODE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(IntakeError, match="password"):
        taken(tmp_path, "hw.zip", bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_a_bound_are_refused(tmp_path: Path, method: int) -> None:
    with pytest.raises(IntakeError, match="unusual method"):
        taken(tmp_path, "hw.zip", zipped({"tanh.py": b"#" * 500}, method))


def test_a_member_larger_than_it_declares_is_damage(tmp_path: Path) -> None:
    data = bytearray(zipped({"tanh.py": b"#" * 10_000_000}))
    for header, field in ((0, 22), (data.index(b"PK\x01\x02"), 24)):
        data[header + field : header + field + 4] = struct.pack("<I", 10)
    with pytest.raises(IntakeError, match="damaged"):
        taken(tmp_path, "hw.zip", bytes(data))


def test_a_zip_bomb_of_data_is_left_out_unread(tmp_path: Path) -> None:
    found = taken(tmp_path, "hw.zip", zipped({"tanh.py": CODE, "zeros.bin": bytes(50_000_000)}))
    assert paths(found) == ["tanh.py"]
    assert "zeros.bin" in found.remarks[0]


def test_a_table_of_contents_of_thousands_is_refused_before_it_is_read(tmp_path: Path) -> None:
    data = zipped({"tanh.py": CODE})
    end = data.index(b"PK\x05\x06")
    with pytest.raises(IntakeError, match="more than 20 entries"):
        taken(tmp_path, "hw.zip", data[:end] + b"PK\x01\x02" * 30 + data[end:])


# --- .tar


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE]
)
def test_links_and_devices_in_a_tar_are_left_out(tmp_path: Path, kind: bytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo("tanh.py")
        member.size = len(CODE)
        archive.addfile(member, io.BytesIO(CODE))
        link = tarfile.TarInfo("link.py")
        link.type, link.linkname = kind, "tanh.py"
        archive.addfile(link)
    found = taken(tmp_path, "hw.tar.gz", out.getvalue())
    assert paths(found) == ["tanh.py"]
    assert "link.py" in found.remarks[0]


def test_a_leading_dot_folder_is_nothing(tmp_path: Path) -> None:
    assert paths(taken(tmp_path, "hw.tgz", tarred({"./tanh.py": CODE}))) == ["tanh.py"]


def test_a_compressed_stream_without_end_is_refused(tmp_path: Path) -> None:
    data = tarred({"zeros.bin": bytes(200_000), "tanh.py": CODE})
    with pytest.raises(IntakeError, match="unpacks to more than"):
        taken(tmp_path, "hw.tar.gz", data)


def test_a_damaged_header_is_not_taken_for_the_end(tmp_path: Path) -> None:
    data = bytearray(tarred({"tanh.py": CODE, "network.py": CODE}, "w"))
    data[1024 + 150] ^= 0xFF  # in the checksum of the second header
    with pytest.raises(IntakeError, match="damaged"):
        taken(tmp_path, "hw.tar", bytes(data))


def test_the_checksum_of_the_whole_stream_is_looked_at(tmp_path: Path) -> None:
    data = bytearray(tarred({"tanh.py": CODE}))
    data[-8] ^= 0xFF
    with pytest.raises(IntakeError, match="damaged"):
        taken(tmp_path, "hw.tar.gz", bytes(data))


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_a_negative_size_does_not_send_the_reader_back(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("a.txt")
    member.type = kind
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 10 + b"\xfe\x00"  # -512 in base 256
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    good = tarred({"tanh.py": CODE}, "w")
    with pytest.raises(IntakeError, match="damaged"):
        taken(tmp_path, "hw.tar", good[:1024] + bytes(header) + good)


def test_a_chain_of_long_names_is_damage(tmp_path: Path) -> None:
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 2
    link = member.tobuf(tarfile.GNU_FORMAT) + b"a\0".ljust(512, b"\0")
    with pytest.raises(IntakeError, match=r"damaged|unpacks"):
        taken(tmp_path, "hw.tar", link * 3000, Bounds())


# --- anything


def survives(data: bytes) -> None:
    shelf = Shelf(SMALL, strict=True)
    files: tuple[SubmittedBytes, ...] = ()
    message = ""
    try:
        read_archive("hw.zip", data, shelf)
        files = shelf.files()
    except IntakeError as refused:
        message = str(refused)
    assert message.isprintable()
    for file in files:
        assert not file.path.startswith("/")
        assert ".." not in file.path.split("/")
        assert file.path.isprintable()
        assert len(file.data) <= SMALL.of(file.path)


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
GOOD = [
    zipped({"hw/tanh.py": CODE * 20, "hw/x.csv": bytes(range(200))}),
    tarred({"hw/tanh.py": CODE * 20, "hw/x.csv": bytes(range(200))}, "w"),
    tarred({"hw/tanh.py": CODE * 20}),
]


@quick
@given(st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8))
def test_flipped_bytes_never_surprise(good: bytes, flips: list[tuple[int, int]]) -> None:
    data = bytearray(good)
    for at, value in flips:
        data[at % len(data)] = value
    survives(bytes(data))


NAMES = st.text(st.sampled_from("ab./\\:C\x00\n\u202e\u00fc"), min_size=1, max_size=12)


@quick
@given(st.dictionaries(NAMES, st.binary(max_size=20), max_size=4))
def test_no_name_leads_anywhere_else(files: dict[str, bytes]) -> None:
    survives(zipped(files))
    survives(tarred({name: data for name, data in files.items() if "\0" not in name}, "w"))
