"""One process of an executor: it grades one job after another."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from types import FrameType

from grader.grading.assignment import Assignment, AssignmentError, find_assignment
from grader.grading.submission import NothingToGrade, grade_submission, prepare
from grader.intake import IntakeError, NothingHandedInError
from grader.session import GraderFault, Launcher

from .jobs import Job, Outcome, Problem, Settings


def serve(jobs: Connection, settings: Settings, core: int | None) -> None:
    """Answer each job with its outcome until the parent ends, hangs up or terminates this process.

    Either way the workers and their folders are gone before it ends. ``core`` is the only one
    that they use.
    """
    # A lane and its worker take turns. On one core, what either has in its caches stays, and
    # waking the other needs no signal between cores.
    if core is not None:
        with suppress(OSError):
            os.sched_setaffinity(0, {core})
    # Ctrl-C reaches every process of a terminal; what it means here is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(signal, "pthread_sigmask"):  # the parent held it back while this process started
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        Thread(target=_end_with_parent, daemon=True).start()
    try:
        with Launcher(settings.isolation) as launcher:
            assignment = find_assignment(settings.assignment)  # the same for all, come what may
            while True:
                jobs.send(grade_job(launcher, assignment, settings.seed, jobs.recv()))
    except SystemExit:  # told to leave; taking NumPy apart in order would take longest of all
        os._exit(0)
    except (EOFError, BrokenPipeError):
        return
    except (AssignmentError, GraderFault) as fault:  # nothing can be graded: say so of each job
        _refuse(jobs, str(fault))


def grade_job(launcher: Launcher, assignment: Assignment, seed: int, job: Job) -> Outcome:
    """Grade one submission; whatever goes wrong is its outcome."""
    try:
        prepared = prepare(launcher, job.path, assignment)
        return Outcome(job.key, grade_submission(launcher, prepared, seed=seed))
    except (NothingToGrade, NothingHandedInError) as nothing:
        return Outcome(job.key, problem=Problem("nothing", str(nothing)))
    except IntakeError as error:
        return Outcome(job.key, problem=Problem("unreadable", str(error)))
    except (AssignmentError, GraderFault) as fault:
        return Outcome(job.key, problem=Problem("fault", str(fault)))
    except Exception as error:  # a defect of ours on one submission must not end the class
        return Outcome(job.key, problem=Problem("fault", f"{type(error).__name__}: {error}"))


def _refuse(jobs: Connection, why: str) -> None:
    try:
        while True:
            jobs.send(Outcome(jobs.recv().key, problem=Problem("fault", why)))
    except (EOFError, BrokenPipeError):
        return


def _end_with_parent() -> None:
    """Leave at once when the parent was killed, not only when a job is done."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _leave(number: int, frame: FrameType | None) -> None:
    """End in order, but once: whoever asks again while we clear up changes nothing."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(0)
