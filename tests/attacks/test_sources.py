"""Hostile Python files. Each says in its first line what it tries and what a breach would be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SUBMISSIONS = Path(__file__).parent / "submissions"
NAMES = sorted(
    path.relative_to(SUBMISSIONS).with_suffix("").as_posix() for path in SUBMISSIONS.rglob("*.py")
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches level full")

# These reach something at level "process"; that they do shows that they are real attacks.
SUCCEED_UNCONFINED = [
    "floods/memory_as_file",
    "floods/processes",
    "kernel/shared_segment",
    "network/connect",
    "network/datagram",
    "network/listen",
    "network/raw_netlink",
    "network/unix_sockets",
    "patches/import_hook",
    "processes/daemon",
    "processes/limit_victim",
    "processes/pool",
    "processes/replace_program",
    "processes/run_shell",
    "processes/signal_by_owning",
    "processes/signal_victim",
    "processes/stop_grader",
    "tampering/change_own_submission",
    "tampering/change_rights",
    "tampering/change_secret",
    "tampering/leave_in_shared_memory",
    "tampering/write_outside",
    "tampering/write_report",
    "theft/accounts",
    "theft/command_lines",
    "theft/import_grader",
    "theft/list_folders",
    "theft/read_checks",
    "theft/read_other_submission",
    "theft/read_secret",
    "theft/through_a_link",
]


@linux
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_graded_and_breaches_nothing(name, trap):
    trap.arm((SUBMISSIONS / f"{name}.py").read_text())
    grading = trap.grade()
    assert grading.status == 0, grading.printed
    assert grading.breaches() == []
    assert trap.traces() == []
    assert grading.report["isolation"]["level"] == "full"
    assert (grading.score("double"), grading.score("triple")) == (0, 10)


@linux
@pytest.mark.parametrize("name", SUCCEED_UNCONFINED)
def test_without_confinement_it_breaches_but_forges_no_score(name, trap):
    trap.arm((SUBMISSIONS / f"{name}.py").read_text())
    grading = trap.grade(isolation="process")
    assert grading.breaches() or trap.traces()
    copied = name == "theft/read_other_submission"
    assert (grading.score("double"), grading.score("triple")) == (10 * copied, 10)


def test_a_right_submission_is_worth_all_points(trap):
    trap.arm("")
    (trap.submission / "double.py").write_text("def double(x):\n    return 2 * x\n")
    grading = trap.grade(isolation="full" if sys.platform == "linux" else "process")
    assert (grading.status, grading.breaches(), trap.traces()) == (0, [], [])
    assert grading.report["score"] == 20


def test_every_hostile_file_says_what_a_breach_would_be():
    texts = [(SUBMISSIONS / f"{name}.py").read_text().splitlines() for name in NAMES]
    assert all(any("Breach: " in line for line in lines[:2]) for lines in texts)
    assert len(NAMES) >= 60
