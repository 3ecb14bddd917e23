"""A class's archive: unpacked whole, inside its folder, or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from grader.intake import IntakeError
from grader.intake.layouts import unpack, unpacking


def packed(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_regular_files_arrive(tmp_path: Path) -> None:
    archive = packed(tmp_path / "all.zip", {"ana/tanh.py": "x", "__MACOSX/._a": "", "bob/": ""})
    (tmp_path / "out").mkdir()
    unpack(archive, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*.py")] == ["tanh.py"]
    assert not (tmp_path / "out" / "__MACOSX").exists()


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"../evil.py": ""}, "points out of the archive"),
        ({"/evil.py": ""}, "absolute path"),
        ({"..\\evil.py": ""}, "points out of the archive"),
        ({"ana/tanh.py": "", "ANA/tanh.py": ""}, "one name on many computers"),
    ],
)
def test_members_that_are_refused(tmp_path: Path, members: dict[str, str], says: str) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(IntakeError, match=says):
        unpack(packed(tmp_path / "all.zip", members), tmp_path / "out")
    assert not (tmp_path / "evil.py").exists()


def test_a_damaged_archive(tmp_path: Path) -> None:
    archive = packed(tmp_path / "all.zip", {"ana/tanh.py": "x" * 1000})
    archive.write_bytes(archive.read_bytes()[:40])
    with pytest.raises(IntakeError, match="damaged"):
        unpack(archive, tmp_path)


def test_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_TOTAL_BYTES", 1000)
    archive = packed(tmp_path / "all.zip", {"a.py": "x" * 900, "b.py": "x" * 900})
    (tmp_path / "out").mkdir()
    with pytest.raises(IntakeError, match=r"b\.py in the archive is too large"):
        unpack(archive, tmp_path / "out")
