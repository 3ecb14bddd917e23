"""The level is what was tried and held, not what the platform promised."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace

import pytest

from grader.session.worker import confinement, kernel, landlock

linux = pytest.mark.skipif(
    landlock.version() == 0 or kernel.machine() not in ("x86_64", "aarch64"),
    reason="this kernel has no Landlock, or the machine no system-call table",
)


def reached(world, prepared=None, wanted="full"):
    """The level and the parts of a worker that confines itself with ``prepared``."""
    prepared = prepared or world.prepare()
    canaries = [world.canary, confinement.__file__]

    def act():
        parts = confinement.confine(world.scratch, world.readable, wanted, prepared)
        parts |= confinement.self_test(canaries, world.outside, world.victim)
        return confinement.level(parts), parts

    outcome = world.free(act)
    prepared.close()
    assert outcome.error is None
    return outcome.value


@linux
def test_everything_there_is_full(world):
    level, parts = reached(world)
    assert level == "full"
    assert all(parts.values())
    assert set(parts) == {*confinement.PARTS, *confinement.ESCAPES}


@linux
def test_without_landlock_files_are_open_and_the_level_partial(world):
    level, parts = reached(world, replace(world.prepare(), locks=None))
    assert level == "partial"
    missing = {name for name, held in parts.items() if not held}
    assert missing == {"landlock", "no_foreign_reading", "no_foreign_writing"}


@linux
def test_without_a_filter_processes_are_open_and_the_level_partial(world):
    level, parts = reached(world, replace(world.prepare(), filter=None))
    assert level == "partial"
    assert {"seccomp", "no_network", "no_processes"} <= {n for n, held in parts.items() if not held}


@linux
def test_process_level_confines_nothing_that_a_program_notices(world):
    level, parts = reached(world, wanted="process")
    assert level == "process"
    assert {name for name, held in parts.items() if held} == {
        "capabilities",
        "no_new_privs",
        "parent_death",
    }


def test_a_kernel_without_any_of_it_is_reported_and_raises_nothing(world, monkeypatch):
    monkeypatch.setattr(kernel, "_LIBC", None)
    level, parts = reached(world, world.prepare())
    assert level == "process"
    assert not any(parts.values())


def test_other_systems_are_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "darwin")
    prepared = confinement.prepare([str(tmp_path)], str(tmp_path))
    parts = confinement.confine(str(tmp_path), (), "full", prepared)
    assert not any(parts.values())
    assert confinement.level(parts) == "process"


def test_a_defence_that_was_not_tried_does_not_count():
    assert confinement.level(dict.fromkeys(confinement.PARTS, True)) == "process"


@linux
def test_a_low_limit_on_descriptors_is_no_hindrance(world):
    def act():
        import resource

        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
        prepared = world.prepare()
        return confinement.confine(world.scratch, (), "full", prepared)["landlock"]

    assert world.free(act).value is True


def test_limits_are_in_force_and_named(world):
    def act():
        import resource

        held = confinement.limit_resources(7, 1024, 16)
        names = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
        return held, [resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names]

    held, limits = world.free(act).value
    assert limits == [[1 << 30] * 2, [7, 8], [16 << 20] * 2, [64, 64], [1, 1]]
    assert held["limit_as"]
    assert held["limit_cpu"]


def test_a_limit_never_rises(world):
    def act():
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
        confinement.limit_resources(7, 1024, 16)
        return resource.getrlimit(resource.RLIMIT_NOFILE)

    assert world.free(act).value == [20, 20]


def test_computing_without_end_is_ended(world):
    def act():
        confinement.limit_resources(1, 1024, 16)
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass

    assert world.free(act).signal == signal.SIGKILL
