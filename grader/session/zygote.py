"""The parent's end of a zygote: the process of ours that forks workers on Linux."""

from __future__ import annotations

import itertools
import json
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import interpreter
from .faults import GraderFault
from .packages import distributions

START_S = 60.0
REPLY_S = 20.0
EXIT_S = 5.0
_numbers = itertools.count(1)


class ZygoteFault(GraderFault):
    """There is no zygote any more, or none that answers: another may do better."""


class Zygote:
    """Starts at once, without waiting for it; the first fork does."""

    def __init__(self, folder: Path, preload: Sequence[str]) -> None:
        self._errors = folder / f"errors-{next(_numbers)}"
        self._control, theirs = socket.socketpair()
        self._ready = False
        self._turn = threading.Lock()
        job = {"role": "zygote", "preload": list(preload), "packages": distributions(preload)}
        try:
            with theirs, self._errors.open("wb") as errors:
                self._process = interpreter.start(
                    folder, job, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=errors
                )
        except BaseException:
            self._control.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it may still answer: a dead one never does again."""
        return self._control.fileno() >= 0 and self._process.poll() is None

    def fork(self, job: dict[str, Any], rpc: int, output: int) -> tuple[int, int]:
        """A new worker's pid and pidfd; it gets the two descriptors.

        Raises ZygoteFault if there is no zygote to do it.
        """
        with self._exchange():
            if not self._ready:
                self._ready = bool(self._hear(START_S)[0]["ready"])
            self._tell({"op": "fork", **job}, [rpc, output])
            reply, descriptors = self._hear(REPLY_S)
        if "error" in reply:
            raise GraderFault(str(reply["error"]))
        return int(reply["pid"]), descriptors[0]

    def bury(self, pid: int) -> int:
        """Kill and reap a worker with what it started; its wait status."""
        with self._exchange():
            self._tell({"op": "end", "pid": pid}, [])
            return int(self._hear(REPLY_S)[0]["status"])

    def hang_up(self) -> None:
        """Have it end; it kills its workers before it goes."""
        self._control.close()
        if not self._ready:  # still importing, which may take long, and without a worker
            self._process.kill()

    def close(self) -> None:
        """End it, and wait until it has gone."""
        self.hang_up()
        try:
            self._process.wait(EXIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def _exchange(self) -> Iterator[None]:
        """One question and its answer at a time; an interrupted one is the last."""
        with self._turn:
            try:
                yield
            except BaseException:
                self._control.close()
                raise

    def _tell(self, message: dict[str, Any], descriptors: list[int]) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)
        except OSError as error:
            raise ZygoteFault(self._obituary()) from error

    def _hear(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        self._control.settimeout(seconds)
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
        except OSError as error:
            raise ZygoteFault(self._obituary()) from error
        if not message:
            raise ZygoteFault(self._obituary())
        return json.loads(message), descriptors

    def _obituary(self) -> str:
        """Why there is no zygote, in its own last words."""
        said = self._errors.read_text(errors="replace").strip().splitlines()
        reason = said[-1] if said else f"exit code {self._process.poll()}"
        return f"the process that starts workers failed: {reason}"
