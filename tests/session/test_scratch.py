"""Copying a submission and deleting what student code has made of it."""

from __future__ import annotations

import os

import pytest

from grader.intake.files import SubmittedBytes
from grader.session import GraderFault
from grader.session.scratch import Scratch, remove, size


def test_files_lie_where_the_submission_had_them(tmp_path):
    files = [SubmittedBytes("a.py", b"1"), SubmittedBytes("lib/b.py", b"2")]
    scratch = Scratch(tmp_path / "s", files, 1)
    assert (scratch.folder / "lib" / "b.py").read_bytes() == b"2"
    assert scratch.folder.stat().st_mode & 0o777 == 0o700
    scratch.remove()
    assert list(tmp_path.iterdir()) == []


def test_an_impossible_folder_is_the_graders_fault(tmp_path):
    with pytest.raises(GraderFault, match="cannot copy the submission"):
        Scratch(tmp_path / "no" / "such", [], 1)


def deep(folder):
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d" * 20, dir_fd=here)
        inner = os.open("d" * 20, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("leaf", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def forbidden(folder):
    (folder / "locked" / "inner").mkdir(parents=True)
    (folder / "locked" / "inner" / "file").write_text("x")
    os.chmod(folder / "locked" / "inner", 0)
    os.chmod(folder / "locked", 0)


def odd_names(folder):
    for name in (b"\xff\xfe", b"new\nline", b"-rf", b"..1", b" "):
        os.mkdir(os.fsencode(folder) + b"/" + name)
        with open(os.fsencode(folder) + b"/" + name + b"/..1", "w"):
            pass


def links(folder):
    (folder / "up").symlink_to("..")
    (folder / "loop").symlink_to("loop")
    (folder / "outside").symlink_to(folder.parent / "keep")
    os.mkfifo(folder / "pipe")


def wide(folder):
    for number in range(300):
        (folder / f"{number}" / "x").mkdir(parents=True)


@pytest.mark.parametrize("make", [deep, forbidden, odd_names, links, wide])
def test_whatever_was_made_is_deleted_and_nothing_else(tmp_path, make):
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep" / "precious").write_text("x")
    folder = tmp_path / "scratch"
    folder.mkdir()
    make(folder)
    remove(folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["keep", "precious"]


def test_size_counts_without_following_links(tmp_path):
    (tmp_path / "big").write_bytes(bytes(1 << 20))
    folder = tmp_path / "scratch"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "file").write_bytes(bytes(100_000))
    (folder / "link").symlink_to(tmp_path / "big")
    assert 100_000 <= size(folder, 1 << 30) < 200_000
    assert size(folder, 5_000) >= 5_000
