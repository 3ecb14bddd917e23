"""One process of an executor: it grades one job after another."""

from __future__ import annotations

import atexit

from grader.grading.assignment import AssignmentError
from grader.grading.submission import NothingToGrade, grade_submission, prepare
from grader.intake import IntakeError, NothingHandedInError
from grader.session import GraderFault, Launcher

from .jobs import Job, Outcome, Problem, Settings

_lane: list[tuple[Launcher, Settings]] = []


def open_lane(settings: Settings) -> None:
    """Make this process ready; its workers end with it."""
    launcher = Launcher(settings.isolation)
    atexit.register(launcher.close)
    _lane.append((launcher, settings))


def grade_job(job: Job) -> Outcome:
    """Grade one submission in this process."""
    launcher, settings = _lane[0]
    try:
        prepared = prepare(launcher, job.path, settings.assignment)
        return Outcome(job.key, grade_submission(launcher, prepared, seed=settings.seed))
    except (NothingToGrade, NothingHandedInError) as nothing:
        return Outcome(job.key, problem=Problem("nothing", str(nothing)))
    except IntakeError as error:
        return Outcome(job.key, problem=Problem("unreadable", str(error)))
    except (AssignmentError, GraderFault) as fault:
        return Outcome(job.key, problem=Problem("fault", str(fault)))
