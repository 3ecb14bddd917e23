"""Lanes that die, and runs that are broken off."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.execution import Job, LocalExecutor, Settings

Write = Callable[[str], str]
Submit = Callable[[str], Path]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and named pipes")

DIES_ONCE = """
    mark = Path({marks!r}) / name
    if name == "unlucky" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""
ALWAYS_DIES = """
    if name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
"""
LOSES_ITS_ZYGOTE = """
    if name == "unlucky":
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
        for pid in map(int, children.split()):
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
"""
BROKEN_OFF = """
    from grader.execution import Job, LocalExecutor, Settings
    from pathlib import Path
    if __name__ == "__main__":
        jobs = [Job(name, Path({folder!r}) / name) for name in ("a", "b", "c")]
        try:
            for outcome in LocalExecutor(Settings({assignment!r}, seed=1), lanes=2).run(jobs):
                print(outcome.key, flush=True)
        except KeyboardInterrupt:
            print("stopped")
"""


def test_a_job_whose_lane_was_killed_is_tried_once_more(
    assignment: Write, submission: Submit, tmp_path: Path, temporary: Path
) -> None:
    (tmp_path / "marks").mkdir()
    settings = Settings(assignment(DIES_ONCE.format(marks=str(tmp_path / "marks"))), seed=1)
    jobs = [Job(name, submission(name)) for name in ("one", "unlucky", "three", "four")]
    outcomes = {each.key: each for each in LocalExecutor(settings, lanes=1).run(jobs)}
    assert set(outcomes) == {"one", "unlucky", "three", "four"}
    assert all(each.report and each.report.score == 10 for each in outcomes.values())
    assert list(temporary.iterdir()) == []


def test_a_job_that_kills_every_lane_is_a_fault_and_costs_no_other(
    assignment: Write, submission: Submit, temporary: Path
) -> None:
    settings = Settings(assignment(ALWAYS_DIES), seed=1)
    jobs = [Job(name, submission(name)) for name in ("deadly", "two", "three")]
    outcomes = {each.key: each for each in LocalExecutor(settings, lanes=1).run(jobs)}
    problem = outcomes.pop("deadly").problem
    assert problem is not None
    assert problem.kind == "fault"
    assert "ended twice (SIGKILL)" in problem.text
    assert all(each.report and each.report.score == 10 for each in outcomes.values())
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there workers are forked")
def test_a_zygote_killed_amid_a_submission_costs_nobody_a_point(
    assignment: Write, submission: Submit, temporary: Path
) -> None:
    settings = Settings(assignment(LOSES_ITS_ZYGOTE), seed=1)
    jobs = [Job(name, submission(name)) for name in ("one", "unlucky", "three", "four")]
    outcomes = {each.key: each for each in LocalExecutor(settings, lanes=1).run(jobs)}
    report = outcomes.pop("unlucky").report
    assert report is not None
    assert (report.status, report.score) == ("not_graded", None)
    assert all(each.report and each.report.score == 10 for each in outcomes.values())
    assert list(temporary.iterdir()) == []


def test_a_defect_of_ours_on_one_submission_does_not_end_the_class(
    assignment: Write, submission: Submit
) -> None:
    settings = Settings(assignment(), seed=1)
    jobs = [Job("bad", submission("bad") / "\0"), Job("good", submission("good"))]
    outcomes = {each.key: each for each in LocalExecutor(settings, lanes=1).run(jobs)}
    assert outcomes["bad"].problem is not None
    assert outcomes["good"].report is not None


def test_jobs_are_taken_as_they_can_be_worked_on(assignment: Write, submission: Submit) -> None:
    taken = []

    def jobs() -> Iterator[Job]:
        for number in range(9):
            taken.append(number)
            yield Job(str(number), submission(str(number)))

    with closing(LocalExecutor(Settings(assignment(), seed=1), lanes=1).run(jobs())) as outcomes:
        next(outcomes)
        assert len(taken) <= 3


def test_closing_ends_everything(assignment: Write, submission: Submit, temporary: Path) -> None:
    settings = Settings(assignment(), seed=1)
    jobs = [Job(str(number), submission(str(number))) for number in range(6)]
    with closing(LocalExecutor(settings, lanes=2).run(jobs)) as outcomes:
        next(outcomes)
        assert list(temporary.iterdir()) != []
    assert multiprocessing.active_children() == []
    assert list(temporary.iterdir()) == []


def test_ctrl_c_ends_everything(
    assignment: Write, submission: Submit, tmp_path: Path, temporary: Path
) -> None:
    """Two submissions hang in a check of ours when the terminal sends the signal to all."""
    started, never = tmp_path / "started", tmp_path / "never"
    os.mkfifo(started)
    os.mkfifo(never)
    body = f"""
        with open({str(started)!r}, "w") as line:
            line.write(name)
        open({str(never)!r}).read()
    """
    for name in ("a", "b", "c"):
        folder = submission(name).parent
    script = tmp_path / "script.py"
    text = BROKEN_OFF.format(folder=str(folder), assignment=assignment(body))
    script.write_text("\n".join(line[4:] for line in text.splitlines()))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    seen = ""
    while len(seen) < 2:
        with open(started) as line:
            seen += line.read()
    os.killpg(process.pid, signal.SIGINT)
    # The streams end when the last process that has them does.
    output, errors = process.communicate(timeout=60)
    assert (output, errors, process.returncode) == ("stopped\n", "", 0)
    assert list(temporary.iterdir()) == []


CORES_HELD = """
    (Path({marks!r}) / str(os.getpid())).write_text(" ".join(map(str, os.sched_getaffinity(0))))
"""


@pytest.fixture
def cores() -> Iterator[set[int]]:
    """Two cores, or the only one there is; the test has no others."""
    every = os.sched_getaffinity(0)
    kept = set(sorted(every)[:2])
    os.sched_setaffinity(0, kept)
    yield kept
    os.sched_setaffinity(0, every)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux gives cores away")
@pytest.mark.parametrize("spare", [0, 1])
def test_lanes_have_a_core_each_if_they_are_as_many(
    assignment: Write,
    submission: Submit,
    cores: set[int],
    tmp_path: Path,
    temporary: Path,
    spare: int,
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    settings = Settings(assignment(CORES_HELD.format(marks=str(marks))), seed=1)
    count = len(cores) + spare
    jobs = [Job(str(number), submission(str(number))) for number in range(count)]
    assert all(each.report for each in LocalExecutor(settings, lanes=count).run(jobs))
    held = sorted(mark.read_text() for mark in marks.iterdir())
    every = " ".join(map(str, cores))
    assert held == ([every] * count if spare else sorted(map(str, cores)))
