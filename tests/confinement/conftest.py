"""A small world to break into: a secret, a folder, a victim, and children to try it from."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy  # noqa: F401  the other user may not be able to read it where it lies
import pytest

from grader.session.worker import confinement
from grader.session.worker.readable import readable_paths

NOBODY = 65534
BOUND_S = 60


@dataclass(frozen=True)
class Outcome:
    """What a child's function returned, the exception it raised, the signal that ended it."""

    value: Any
    error: str | None
    signal: int


@dataclass(frozen=True)
class World:
    """Paths and a process that belong to ``user``, so that only confinement protects them."""

    scratch: str
    outside: str
    canary: str
    victim: int
    user: int
    readable: Sequence[str]

    def prepare(self) -> confinement.Prepared:
        """As the process that forks the workers does."""
        return confinement.prepare(self.readable, str(Path(self.scratch).parent))

    def confined(
        self,
        act: Callable[[], Any],
        *,
        wanted: confinement.Wanted = "full",
        prepared: confinement.Prepared | None = None,
    ) -> Outcome:
        """Run ``act`` in a child that is confined as a worker is."""
        prepared = prepared or self.prepare()

        def locked() -> Any:
            confinement.confine(self.scratch, self.readable, wanted, prepared)
            return act()

        try:
            return self.free(locked)
        finally:
            prepared.close()

    def free(self, act: Callable[[], Any]) -> Outcome:
        """Run ``act`` in a child that is not confined."""
        return in_child(act, self.user, self.scratch)


def in_child(act: Callable[[], Any], user: int, folder: str) -> Outcome:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(act, user, folder, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    status = os.waitpid(child, 0)[1]
    value, error = json.loads(told) if told else (None, None)
    return Outcome(value, error, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def _live(act: Callable[[], Any], user: int, folder: str, writing: int) -> None:
    try:
        _settle(user, folder)
        try:
            told: tuple[Any, str | None] = (act(), None)
        except BaseException as error:
            told = (None, f"{type(error).__name__}: {error}")
        os.write(writing, json.dumps(told).encode())
    finally:
        os._exit(0)


def _settle(user: int, folder: str) -> None:
    signal.alarm(BOUND_S)
    os.setsid()
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder, MPLBACKEND="Agg")
    tempfile.tempdir = None
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    become(user)


def become(user: int) -> None:
    if user != os.geteuid():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)


def idle_process(user: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(BOUND_S)
            become(user)
            signal.pause()
        finally:
            os._exit(0)
    return child


def make_world(top: Path, user: int) -> World:
    scratch, outside = top / "scratch", top / "outside"
    canary = outside / "canary.txt"
    scratch.mkdir()
    outside.mkdir()
    canary.write_text("secret")
    for path in (top, scratch, outside, canary):
        os.chown(path, user, -1)
    victim = idle_process(user)
    return World(str(scratch), str(outside), str(canary), victim, user, readable_paths(()))


@pytest.fixture(scope="module", params=["own user", "nobody"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    user = os.geteuid()
    if request.param == "nobody":
        if user != 0:
            pytest.skip("only root can become another user")
        user = NOBODY
    top = Path(tempfile.mkdtemp(prefix="confinement-"))  # where nobody may walk, too
    world = make_world(top, user)
    yield world
    os.kill(world.victim, signal.SIGKILL)
    os.waitpid(world.victim, 0)
    shutil.rmtree(top)
