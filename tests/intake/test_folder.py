from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.intake import IntakeError, collect
from grader.intake.shelf import Bounds, Read, Shelf

posix_only = pytest.mark.skipif(os.name == "nt", reason="names and files of POSIX")
SMALL = Bounds(files=3, file_bytes=100, notebook_bytes=200, total_bytes=350, entries=30, depth=3)


def put(folder: Path, *names: str, data: bytes = b"x = 1\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def paths(folder: Path, bounds: Bounds = SMALL) -> list[str]:
    return [file.path for file in collect(folder, bounds).files]


def test_a_folder_gives_its_files_sorted_and_unread(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py", "data/x.csv", data=b"\xff\x00")
    taken = collect(tmp_path)
    assert [file.path for file in taken.files] == ["data/x.csv", "tanh.py"]
    assert taken.files[1].data == b"\xff\x00"
    assert taken.id == tmp_path.name
    assert taken.remarks == ()


@pytest.mark.parametrize("name", ["tanh.py", "Week 7.ipynb", "TANH.PY"])
def test_a_single_file_is_a_submission_named_by_its_stem(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "other.py")
    taken = collect(tmp_path / name)
    assert ([file.path for file in taken.files], taken.id) == ([name], Path(name).stem)


@pytest.mark.parametrize(
    "clutter",
    [
        ".git/hook.py",
        ".hidden.py",
        "__pycache__/tanh.cpython-311.pyc",
        ".ipynb_checkpoints/tanh-checkpoint.ipynb",
        "__MACOSX/._tanh.py",
        ".DS_Store",
        "Thumbs.db",
        "venv/lib/a.py",
        "lib/site-packages/b.py",
        "node_modules/c.py",
        "tanh.pyc",
    ],
)
def test_clutter_is_dropped_without_a_word(tmp_path: Path, clutter: str) -> None:
    put(tmp_path, "tanh.py", clutter)
    taken = collect(tmp_path)
    assert ([file.path for file in taken.files], taken.remarks) == (["tanh.py"], ())


def test_a_virtual_environment_is_known_by_its_configuration(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py", "my_env/pyvenv.cfg", "my_env/bin/activate_this.py")
    assert paths(tmp_path) == ["tanh.py"]


@pytest.mark.parametrize("name", ["fast.so", "fast.pyd", "x.pth", "x.dll", "old.zip", "old.tar.gz"])
def test_libraries_and_inner_archives_are_left_out_with_a_remark(tmp_path: Path, name: str) -> None:
    put(tmp_path, "tanh.py", name)
    taken = collect(tmp_path)
    assert [file.path for file in taken.files] == ["tanh.py"]
    assert name in taken.remarks[0]


@pytest.mark.parametrize("wrapping", ["hw7", "hw7/hw7"])
def test_wrapping_folders_are_taken_off(tmp_path: Path, wrapping: str) -> None:
    put(tmp_path, f"{wrapping}/tanh.py", f"{wrapping}/data/x.csv")
    assert paths(tmp_path, Bounds()) == ["data/x.csv", "tanh.py"]


def test_a_folder_next_to_a_file_is_no_wrapping(tmp_path: Path) -> None:
    put(tmp_path, "hw7/tanh.py", "notes.txt")
    assert paths(tmp_path) == ["hw7/tanh.py", "notes.txt"]


@posix_only
def test_links_and_fifos_inside_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.py"
    put(tmp_path, "secret.py", "secrets/key.py", "in/tanh.py")
    (tmp_path / "in/link.py").symlink_to(outside)
    (tmp_path / "in/folder").symlink_to(tmp_path / "secrets")
    os.mkfifo(tmp_path / "in/pipe.py")
    taken = collect(tmp_path / "in")
    assert [file.path for file in taken.files] == ["tanh.py"]
    assert all(name in taken.remarks[0] for name in ("link.py", "folder", "pipe.py"))


@posix_only
def test_the_folder_that_the_user_names_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path, "real/tanh.py")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert paths(tmp_path / "link") == ["tanh.py"]


@posix_only
def test_a_fifo_or_device_is_no_submission(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tanh.py")
    os.mkfifo(tmp_path / "hw.zip")
    for path in (tmp_path / "tanh.py", tmp_path / "hw.zip", Path("/dev/null")):
        with pytest.raises(IntakeError, match=path.name):
            collect(path)


@posix_only
@pytest.mark.parametrize("name", ["a\nb.py", "a\x1b[31m.py", "a\u202eyp.exe.py", "a\\b.py"])
def test_treacherous_names_are_left_out_and_shown_escaped(tmp_path: Path, name: str) -> None:
    put(tmp_path, "tanh.py", name)
    taken = collect(tmp_path)
    assert [file.path for file in taken.files] == ["tanh.py"]
    assert "a" in taken.remarks[0]
    assert taken.remarks[0].isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name themselves")
def test_a_name_that_is_not_utf8_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_bytes(b"")
    taken = collect(tmp_path)
    assert [file.path for file in taken.files] == ["tanh.py"]
    assert taken.remarks[0].isprintable()


def test_names_are_composed(tmp_path: Path) -> None:
    put(tmp_path, "u\u0308bung.py")
    assert paths(tmp_path) == ["\u00fcbung.py"]


def case_sensitive(folder: Path) -> bool:
    put(folder, "probe")
    found = not (folder / "PROBE").exists()
    (folder / "probe").unlink()
    return found


def test_answers_that_differ_in_case_are_refused(tmp_path: Path) -> None:
    if not case_sensitive(tmp_path):
        pytest.skip("this file system cannot hold both")
    put(tmp_path, "tanh.py", "Tanh.py")
    with pytest.raises(IntakeError, match=r"Tanh\.py and tanh\.py"):
        collect(tmp_path)


def test_other_files_that_differ_in_case_are_not_all_kept(tmp_path: Path) -> None:
    if not case_sensitive(tmp_path):
        pytest.skip("this file system cannot hold both")
    put(tmp_path, "tanh.py", "notes.txt", "Notes.txt")
    taken = collect(tmp_path)
    assert [file.path for file in taken.files] == ["Notes.txt", "tanh.py"]
    assert "notes.txt" in taken.remarks[0]


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("tanh.py", 101, "without data"),
        ("tanh.ipynb", 201, "Clear the notebook's outputs"),
    ],
)
def test_too_large_answers_are_refused(tmp_path: Path, name: str, size: int, says: str) -> None:
    put(tmp_path, name, data=b"#" * size)
    with pytest.raises(IntakeError, match=says) as refused:
        collect(tmp_path, SMALL)
    assert refused.value.path == name


def test_files_of_just_the_largest_size_are_taken(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py", data=b"#" * 100)
    put(tmp_path, "network.ipynb", data=b"#" * 200)
    assert paths(tmp_path) == ["network.ipynb", "tanh.py"]


def test_too_many_answers_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "b.py", "c.py", "d.py")
    with pytest.raises(IntakeError, match="more than 3 files"):
        collect(tmp_path, SMALL)


def test_too_much_together_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "a.ipynb", "b.ipynb", data=b"#" * 190)
    with pytest.raises(IntakeError, match="together"):
        collect(tmp_path, SMALL)


def test_large_data_is_left_out_with_a_remark(tmp_path: Path) -> None:
    put(tmp_path, "data.csv", data=b"#" * 101)
    put(tmp_path, "tanh.py")
    taken = collect(tmp_path, SMALL)
    assert [file.path for file in taken.files] == ["tanh.py"]
    assert "data.csv" in taken.remarks[0]


def test_answers_come_before_data_when_there_is_not_room_for_all(tmp_path: Path) -> None:
    put(tmp_path, "1.csv", "2.csv", "3.csv", "4.csv", "a.py", "b.py")
    taken = collect(tmp_path, SMALL)
    assert [file.path for file in taken.files] == ["1.csv", "a.py", "b.py"]
    assert all(name in " ".join(taken.remarks) for name in ("2.csv", "3.csv", "4.csv"))


def test_a_folder_of_thousands_is_refused(tmp_path: Path) -> None:
    put(tmp_path, *(f"{i}.txt" for i in range(31)))
    with pytest.raises(IntakeError, match="more than 30 entries"):
        collect(tmp_path, SMALL)


def test_deep_folders_are_left_out_with_a_remark(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py", "a/b/c.py", "a/b/c/d.py")
    taken = collect(tmp_path, SMALL)
    assert [file.path for file in taken.files] == ["a/b/c.py", "tanh.py"]
    assert "a/b/c" in taken.remarks[0]


def test_many_remarks_of_one_kind_are_one_sentence(tmp_path: Path) -> None:
    put(tmp_path, "tanh.py", *(f"{i}.so" for i in range(20)))
    (remark,) = collect(tmp_path).remarks
    assert "and 15 more" in remark


@pytest.mark.parametrize("names", [(), ("notes.txt", "picture.png"), (".hidden.py",)])
def test_nothing_to_grade_is_an_error(tmp_path: Path, names: tuple[str, ...]) -> None:
    put(tmp_path, *names)
    with pytest.raises(IntakeError, match=r"no \.py or \.ipynb"):
        collect(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "nowhere.py", "nowhere.zip", "nul\0.py", "x" * 5000])
def test_a_path_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntakeError, match="cannot be read"):
        collect(tmp_path / name)


def test_another_kind_of_file_is_an_error_that_says_what_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "tanh.docx")
    with pytest.raises(IntakeError, match=r"\.zip or \.tar\.gz"):
        collect(tmp_path / "tanh.docx")


def unreadable(most: int) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_an_answer_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(IntakeError, match=r"tanh\.py cannot be read: Permission denied"):
        Shelf(SMALL, strict=False).offer("tanh.py", 1, unreadable)


def test_other_files_that_cannot_be_read_are_left_out() -> None:
    shelf = Shelf(SMALL, strict=False)
    shelf.offer("x.csv", 1, unreadable)
    assert shelf.files() == ()
    assert "x.csv" in shelf.remarks()[0]


def test_a_file_that_grows_while_it_is_read_is_held_to_its_bound() -> None:
    with pytest.raises(IntakeError, match="larger than"):
        Shelf(SMALL, strict=False).offer("tanh.py", 1, lambda most: b"#" * most)


@posix_only
def test_a_file_that_turns_into_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "secret.py", "in/tanh.py")
    offer = Shelf.offer

    def swap(self: Shelf, path: str, size: int, read: Read) -> None:
        (tmp_path / "in/tanh.py").unlink()
        (tmp_path / "in/tanh.py").symlink_to(tmp_path / "secret.py")
        offer(self, path, size, read)

    monkeypatch.setattr(Shelf, "offer", swap)
    with pytest.raises(IntakeError, match=r"tanh\.py cannot be read"):
        collect(tmp_path / "in")
