"""Files that cannot be used: each is named, with what to do, and left as it is."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from grader.gradebook import Gradebook, GradebookError, Run, store

from .conftest import begin, grade, submitted


def test_reading_makes_no_file(path: Path) -> None:
    with pytest.raises(GradebookError, match=r"no gradebook .*gradebook\.db"):
        Gradebook.open(path)
    assert not path.exists()


def test_a_folder_is_no_gradebook(tmp_path: Path) -> None:
    with pytest.raises(GradebookError, match="is no file"):
        Gradebook.make(tmp_path)
    with pytest.raises(GradebookError, match="its folder does not exist"):
        Gradebook.make(tmp_path / "nowhere" / "gradebook.db")


def test_a_file_of_something_else(path: Path) -> None:
    path.write_bytes(b"name,points\nana,5\n" * 100)
    with pytest.raises(GradebookError, match="is no gradebook, or is damaged"):
        Gradebook.make(path)
    assert path.read_bytes() == b"name,points\nana,5\n" * 100


def test_a_database_of_something_else(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE songs (title)")
    with pytest.raises(GradebookError, match="a database, but no gradebook"):
        Gradebook.make(path)


def test_a_gradebook_of_another_edition(book: Gradebook, path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE edition SET number = 99")
    with pytest.raises(GradebookError, match="another version of grader"):
        Gradebook.open(path)


def test_a_damaged_gradebook_is_left_as_it_is(path: Path) -> None:
    with Gradebook.make(path) as book:
        run = begin(book)
        for number in range(40):
            grade(book, run, submitted(f"s{number}", f"x = {number}" * 500), 5.0)
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xaa" * len(data[8192:-4096])
    path.write_bytes(data)
    with pytest.raises(GradebookError, match="is damaged: it was left as it is"):
        Gradebook.open(path)
    assert path.read_bytes() == data


def test_a_locked_gradebook(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_WAIT_S", 0.01)
    with Gradebook.make(path) as book:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradebookError, match="locked: another program"):
            begin(book)
        other.close()
        begin(book)


def test_one_reads_while_another_writes(path: Path) -> None:
    with Gradebook.make(path) as book:
        run = begin(book)
        grade(book, run, submitted("ana"), 5.0)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with Gradebook.open(path) as reader:
            assert reader.class_record("week1").standings[0].points == 5.0
        other.close()


def grade_a_hundred(book: Gradebook, run: Run) -> None:
    for number in range(100):
        grade(book, run, submitted(f"s{number}", f"x = {number}"), 5.0)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
def test_a_full_disk_loses_nothing_that_was_finished(path: Path) -> None:
    import resource
    import signal

    with Gradebook.make(path) as book:
        run = begin(book)
        grade(book, run, submitted("ana"), 5.0)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        full = path.with_name("gradebook.db-wal").stat().st_size + 10_000
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (full, before[1]))
            with pytest.raises(GradebookError, match="make room"):
                grade_a_hundred(book, run)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
    with Gradebook.open(path) as again:
        finished = again.class_record("week1").standings
        assert "ana" in [each.person.id for each in finished if each.points == 5.0]
