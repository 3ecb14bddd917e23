"""Sessions on small submissions written in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from textwrap import dedent

import pytest

from grader.intake.files import SubmittedBytes
from grader.session import Launcher, Limits, Session, Source

QUICK = Limits(cpu_s=5.0, wall_s=20.0)
Load = Callable[..., Session]


def submitted(files: Mapping[str, str | bytes]) -> list[SubmittedBytes]:
    return [
        SubmittedBytes(path, data if isinstance(data, bytes) else dedent(data).encode())
        for path, data in files.items()
    ]


def loader(launcher: Launcher, stack: ExitStack) -> Load:
    def load(
        text: str | bytes = "",
        *,
        path: str = "tanh.py",
        cells: Sequence[str] | None = None,
        files: Mapping[str, str | bytes] | None = None,
        limits: Limits = QUICK,
        seed: int = 1,
        fixtures: str = "",
        imports: tuple[str, ...] | None = None,
    ) -> Session:
        everything = {**(files or {}), **({path: text} if cells is None else {})}
        session = launcher.session(
            Source("tanh", path, None if cells is None else tuple(map(dedent, cells)), imports),
            submitted(everything),
            limits=limits,
            seed=seed,
            fixtures=dedent(fixtures),
        )
        return stack.enter_context(session)

    return load


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


@pytest.fixture
def load(launcher: Launcher) -> Iterator[Load]:
    """A session on one file (or cells), with other ``files`` beside it."""
    with ExitStack() as stack:
        yield loader(launcher, stack)


@pytest.fixture(scope="session", params=["fork", "spawn", "pumped"])
def any_launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """Every way to start a worker; "pumped" is how it is done on Windows."""
    start = "fork" if request.param == "fork" else "spawn"
    with Launcher(start=start) as launcher:
        launcher._pumped = request.param == "pumped"
        yield launcher


@pytest.fixture
def load_anyhow(any_launcher: Launcher) -> Iterator[Load]:
    """As ``load``, for every way to start a worker."""
    with ExitStack() as stack:
        yield loader(any_launcher, stack)
