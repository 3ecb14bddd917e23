"""A class that hands in everything: right, wrong, unfinished, hostile and damaged work, as
modules, notebooks and archives, laid out as each system does it, with the result of each."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ASSIGNMENT = Path(__file__).parent / "assignment"

RIGHT = {
    "double": "def double(x):\n    return 2 * x\n",
    "triple": "def triple(x):\n    return x + x + x\n",
}
WRONG = "def double(x):\n    return x * x\n"
STUB = 'def double(x):\n    """Twice x."""\n    raise NotImplementedError\n'
HOSTILE = (
    "import os\nos._exit(0)\n",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nraise SystemExit\n",
    "def double(x):\n    print('\\x1b]0;own\\x07' * 9)\n    raise ValueError('\\x1b[2J\\u202e')\n",
    "def double(x):\n    while True:\n        pass\n",
    "raise KeyboardInterrupt\n",
    "import sys\nsys.setrecursionlimit(10**9)\ndef double(x):\n    return double(x)\n",
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A student's files, and what they are worth: ``points`` is None where nobody can say."""

    student: str
    kind: str
    files: Mapping[str, bytes]
    points: float | None

    @property
    def packed(self) -> bool:
        return any(name.endswith(".zip") for name in self.files)


def population(students: int, seed: int, first: int = 0) -> Iterator[Handed]:
    """So many students, all kinds in turn; the same again for the same seed.

    ``first`` is the number of the first one, by which students are told apart.
    """
    draw = random.Random(seed)
    makers = [_right, _wrong, _half, _unfinished, _hostile, _damaged]
    for number in range(first, first + students):
        yield makers[number % len(makers)](f"s{number:03}", draw)


def _right(student: str, draw: random.Random) -> Handed:
    return Handed(student, "right", _formed(RIGHT, draw), 20.0)


def _wrong(student: str, draw: random.Random) -> Handed:
    return Handed(student, "wrong", _formed({**RIGHT, "double": WRONG}, draw), 10.0)


def _half(student: str, draw: random.Random) -> Handed:
    return Handed(student, "half", _formed({"triple": RIGHT["triple"]}, draw), 10.0)


def _unfinished(student: str, draw: random.Random) -> Handed:
    return Handed(student, "unfinished", _formed({"double": STUB}, draw), 0.0)


def _hostile(student: str, draw: random.Random) -> Handed:
    return Handed(
        student, "hostile", _formed({**RIGHT, "double": draw.choice(HOSTILE)}, draw), 10.0
    )


def _damaged(student: str, draw: random.Random) -> Handed:
    what = draw.choice(("archive", "notebook", "module", "nothing"))
    if what == "archive":
        return Handed(student, what, {"hw.zip": _zip(_modules(RIGHT))[:150]}, None)
    if what == "nothing":
        return Handed(student, what, {"essay.txt": b"I liked the lecture."}, None)
    if what == "notebook":
        text = _notebook(RIGHT["double"])[:-20]
        return Handed(
            student, what, {**_modules({"triple": RIGHT["triple"]}), "double.ipynb": text}, 10.0
        )
    return Handed(student, what, _modules({**RIGHT, "double": "def double(x:\n"}), 10.0)


def _formed(sources: Mapping[str, str], draw: random.Random) -> Mapping[str, bytes]:
    form = draw.choice((_modules, _notebooks, _archive))
    return form(sources)


def _modules(sources: Mapping[str, str]) -> dict[str, bytes]:
    return {f"{name}.py": source.encode() for name, source in sources.items()}


def _notebooks(sources: Mapping[str, str]) -> dict[str, bytes]:
    return {f"{name}.ipynb": _notebook(source) for name, source in sources.items()}


def _notebook(source: str) -> bytes:
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(book).encode()


def _archive(sources: Mapping[str, str]) -> dict[str, bytes]:
    return {"hw.zip": _zip(_modules(sources))}


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def plain(root: Path, number: int, handed: Handed) -> str:
    """STUDENT/, or STUDENT.zip where an archive was handed in."""
    if handed.packed and number % 2:
        _write(root, {f"{handed.student}.zip": handed.files["hw.zip"]})
    else:
        _write(root / handed.student, handed.files)
    return handed.student


def nbgrader(root: Path, number: int, handed: Handed) -> str:
    """submitted/STUDENT/small/ with a timestamp."""
    stamp = {"timestamp.txt": b"2026-11-01 10:00:00.000000 UTC"}
    _write(root / "submitted" / handed.student / "small", {**handed.files, **stamp})
    return handed.student


def canvas(root: Path, number: int, handed: Handed) -> str:
    """Flat: name_user_attachment_file."""
    late = "LATE_" if number % 3 == 0 else ""
    for index, (name, data) in enumerate(handed.files.items()):
        _write(root, {f"doe_{handed.student}_{late}{7000 + number}_{90 + index}_{name}": data})
    return str(7000 + number)


def moodle(root: Path, number: int, handed: Handed) -> str:
    """Folders: Full Name_participant_assignsubmission_file_."""
    _write(root / f"Stu Dent_{500 + number}_assignsubmission_file_", handed.files)
    return str(500 + number)


def gradescope(root: Path, number: int, handed: Handed) -> str:
    """submission_N/ and a line of metadata each."""
    _write(root / f"submission_{number}", handed.files)
    with (root / "submission_metadata.yml").open("a", encoding="utf-8") as metadata:
        metadata.write(
            f"submission_{number}:\n  :submitters:\n  - :name: Stu\n    :sid: {handed.student}\n"
            "  :created_at: 2026-11-01 10:00:00.000000000 -08:00\n"
        )
    return handed.student


def github(root: Path, number: int, handed: Handed) -> str:
    """small-submissions/small-LOGIN."""
    _write(root / "small-submissions" / f"small-{handed.student}", handed.files)
    return handed.student


def blackboard(root: Path, number: int, handed: Handed) -> str:
    """Flat: TITLE_user_attempt_time_file."""
    for name, data in handed.files.items():
        _write(root, {f"HW_{handed.student}_attempt_2026-11-01-10-00-00_{name}": data})
    return handed.student


Lay = Callable[[Path, int, Handed], str]
LAYOUTS: Mapping[str, Lay] = {
    lay.__name__: lay for lay in (plain, nbgrader, canvas, moodle, gradescope, github, blackboard)
}


def plant(
    root: Path, layout: str, students: int, seed: int = 1, first: int = 0
) -> dict[str, float | None]:
    """Write a class below ``root``; return what each student must get, by id."""
    root.mkdir(parents=True, exist_ok=True)
    lay = LAYOUTS[layout]
    return {
        lay(root, number, handed): handed.points
        for number, handed in enumerate(population(students, seed, first), first)
    }
