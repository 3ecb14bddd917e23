"""Grading many submissions: jobs in, outcomes out, by whatever machine does the work."""

from .jobs import Executor, Job, Outcome, Problem, Settings
from .local import LocalExecutor

__all__ = ["Executor", "Job", "LocalExecutor", "Outcome", "Problem", "Settings"]
