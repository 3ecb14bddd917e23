"""What the two locks on files leave open, wherever the workers' folders lie."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest

from grader.session.worker import kernel, landlock

from .conftest import World

pytestmark = pytest.mark.skipif(
    landlock.version() == 0 or kernel.machine() not in ("x86_64", "aarch64"),
    reason="this kernel has no Landlock, or the machine no system-call table",
)


@pytest.fixture
def place(tmp_path):
    """A folder to put files in; each holds its own name."""

    def put(*names):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(name)
        return tmp_path

    return put


def read_by_a_worker(top, readable, ground):
    """Which files below ``top`` a worker can read that has the folder "mine" of the ground."""
    files = [str(path) for path in top.rglob("*") if path.is_file()]

    def act():
        told = []
        for path in files:
            with suppress(PermissionError), open(path) as file:
                told.append(file.read())
        return sorted(told)

    scratch, granted = str(top / ground / "mine"), [f"{top}/{name}" for name in readable]
    outcome = World(scratch, "", "", 0, os.geteuid(), granted).confined(act)
    assert outcome.error is None
    return outcome.value


def test_packages_beside_the_workers(place):
    top = place("packages/a.py", "packages/b.py", "ground/mine/x", "ground/other/y", "ground/z")
    read = read_by_a_worker(top, ["packages/a.py"], "ground")
    assert read == ["ground/mine/x", "packages/a.py"]


def test_workers_among_the_packages(place):
    top = place("lib/a/a.py", "lib/b/b.py", "lib/ground/mine/x", "lib/ground/other/y", "lib/c.py")
    read = read_by_a_worker(top, ["lib/a", "lib/c.py"], "lib/ground")
    assert read == ["lib/a/a.py", "lib/c.py", "lib/ground/mine/x"]


def test_names_may_be_listed_around_the_workers_and_nothing_read(place):
    top = place("lib/a.py", "lib/ground/mine/x", "lib/ground/other/y")
    assert read_by_a_worker(top, ["lib/"], "lib/ground") == ["lib/ground/mine/x"]


@pytest.mark.parametrize("granted", ["links/python/lib", "links/a.py"])
def test_a_symbolic_link_grants_what_it_points_to(place, granted):
    top = place("python-3/lib/a.py", "python-3/b.py", "ground/mine/x", "ground/other/y")
    (top / "links").mkdir()
    (top / "links/python").symlink_to("../python-3")
    (top / "links/a.py").symlink_to("../python-3/lib/a.py")
    assert set(read_by_a_worker(top, [granted], "ground")) == {"ground/mine/x", "python-3/lib/a.py"}


def test_what_is_not_there_is_left_out(place):
    top = place("packages/a.py", "ground/mine/x")
    read = read_by_a_worker(top, ["packages/a.py", "packages/gone", "gone/", "gone.py"], "ground")
    assert read == ["ground/mine/x", "packages/a.py"]
