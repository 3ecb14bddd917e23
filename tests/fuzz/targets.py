"""What is fuzzed: functions of any bytes that must end in an answer or a refusal of ours.

Each has seeds to start from. An exception that gets out is a defect.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.intake.archive import read_archive
from grader.intake.errors import IntakeError
from grader.intake.files import SubmittedBytes
from grader.intake.reading import outlines
from grader.intake.shelf import Bounds, Shelf
from grader.session import Limits, StudentFault
from grader.session.budget import Budget
from grader.session.channel import HungUpError, Patience
from grader.session.conversation import Conversation
from grader.session.exchange import Answer, Request
from grader.session.session import load_report
from grader.session.worker import wire
from grader.session.worker.encoding import Encoder
from grader.session.worker.reader import read_sources

BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input, how it is read, and some that are in order."""

    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def read_zip(data: bytes) -> None:
    """Take in ``data`` as a .zip."""
    _read_archive("a.zip", data)


def read_tar(data: bytes) -> None:
    """Take in ``data``, compressed, as a .tar.gz."""
    _read_archive("a.tar.gz", gzip.compress(data, 1))


def _read_archive(name: str, data: bytes) -> None:
    with contextlib.suppress(IntakeError):
        shelf = Shelf(BOUNDS, strict=True)
        read_archive(name, data, shelf)
        for file in shelf.files():
            parts = file.path.split("/")
            assert not {"", ".", ".."}.intersection(parts), file.path
            assert "\\" not in file.path
            assert "\0" not in file.path
        shelf.remarks()


def read_notebook(data: bytes) -> None:
    """Read ``data`` as a notebook, as the worker does, and hear that as the parent does."""
    told = read_sources({"n.ipynb": data})
    json.dumps(told, allow_nan=False).encode("ascii")
    outlines([SubmittedBytes("n.ipynb", data)], lambda files: told)


def hear_of_files(data: bytes) -> None:
    """Believe ``data``, any JSON, to be what a worker says of a submission's files."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    outlines([SubmittedBytes("a.py", b""), SubmittedBytes("n.ipynb", b"")], lambda files: told)
    with contextlib.suppress(StudentFault):
        load_report(told)


def hear_reply(data: bytes) -> None:
    """Take ``data`` for all that a worker says after the first question."""
    conversation = Conversation(_Line(data), _Process(), Limits(reply_mb=1), _Scratch())  # type: ignore[arg-type]
    requests = [Request("read", {}), Request("read", {})]
    remotes = [lambda handle, kind: handle] * 2
    with contextlib.suppress(StudentFault):
        for answers in conversation.ask([requests], Budget(Limits()), [remotes], repr):
            for answer in answers:
                assert isinstance(answer, (Answer, StudentFault))
                if isinstance(answer, Answer):
                    load_report(answer.value)


def hear_header(data: bytes) -> None:
    """Take ``data`` for header and payload of a reply, around the first NUL, with right lengths."""
    header, _, payload = data.partition(b"\0")
    hear_reply(wire.HEAD.pack(wire.MAGIC, len(header), len(payload)) + header + payload)


class _Line:
    """A channel on which everything has been said; see Channel."""

    def __init__(self, said: bytes) -> None:
        self._said = io.BytesIO(said)

    def send(self, data: bytes, patience: Patience) -> None:
        return

    def receive(self, size: int, patience: Patience) -> bytes:
        data = self._said.read(size)
        if len(data) < size:
            raise HungUpError
        return data

    def idle(self) -> bool:
        return True

    def drain(self) -> None:
        return

    def close(self) -> None:
        return


class _Process:
    def cpu_s(self) -> float | None:
        return None

    def end(self, grace_s: float = 0.0) -> int | None:
        return 0


class _Scratch:
    def is_due(self) -> bool:
        return False

    def remove(self) -> None:
        return


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw/tanh.py", "def tanh(z): ...\n" * 9)
        archive.writestr("hw/näh.txt", "x")
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("hw/tanh.py", "n" * 150 + ".py", "ä.py"):
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"x = 1"))
    return buffer.getvalue()


def _notebook() -> bytes:
    cells = [
        {"cell_type": "code", "source": ["%%time\n", "x = 1"], "metadata": {}, "outputs": []},
        {"cell_type": "markdown", "source": "# t", "metadata": {}},
        {"cell_type": "code", "source": "!ls\ndef f(x): raise NotImplementedError\n"},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _replies() -> tuple[bytes, ...]:
    record: Mapping[str, Any] = {"changed": [], "warnings": [["W", "m"]], "lines": 3}
    values = (
        [1.5, "x", None, (1, 2), {"a": np.ones((2, 3), "f4"), 2: 1j}],
        [1 << 70, b"x", "t" * 2000],
    )
    replies = []
    encoder = Encoder(repr, 1 << 20)
    for value in values:
        replies.append([encoder.node(value), record])
    fault = {"kind": "exception", "text": "E: m", "type": "E", "where": "a.py line 1", "hint": None}
    told: Mapping[str, Any] = {**fault, "traceback": ["a.py, line 1: x"]}
    failed = [[None, None], {"fault": told, "record": record}]
    return (
        wire.frame({"id": [1, 0], "replies": replies}, encoder.payload),
        wire.frame({"id": [1, 0], "replies": failed}),
    )


def _without_lengths(frame: bytes) -> bytes:
    _, header, _ = wire.HEAD.unpack_from(frame)
    start, end = wire.HEAD.size, wire.HEAD.size + header
    return frame[start:end] + b"\0" + frame[end:]


_OUTLINE = json.dumps(
    {
        "files": read_sources({"a.py": b"def f(): ...", "n.ipynb": _notebook()})["files"],
        "names": {"f": None},
        "problems": [],
        "remarks": [],
    }
).encode()

TARGETS: Mapping[str, Target] = {
    "zip": Target(read_zip, (_zip(),)),
    "tar": Target(read_tar, (_tar(),)),
    "notebook": Target(read_notebook, (_notebook(),)),
    "files": Target(hear_of_files, (_OUTLINE,)),
    "reply": Target(hear_reply, _replies()),
    "header": Target(hear_header, tuple(map(_without_lengths, _replies()))),
}
