"""The gradebook: attempts, results, overrides and deliveries of a class, durable at once.

with Gradebook.make(Path("gradebook.db")) as book:
    run = book.begin_run(assignment, max_points=100, policy=policy, grader="0.1", seed=7)
    book.take_in(run, submissions)
    book.record(run, "ana", result)
    book.end_run(run)
    record = book.class_record("practice")
"""

from .gradebook import Gradebook
from .lateness import days_late, late_penalty
from .records import (
    Attempt,
    Basis,
    Content,
    Delivery,
    DeliveryOutcome,
    HandGiven,
    Result,
    ResultStatus,
    Run,
    Submitted,
    submission_digest,
)
from .store import GradebookError

__all__ = [
    "Attempt",
    "Basis",
    "Content",
    "Delivery",
    "DeliveryOutcome",
    "Gradebook",
    "GradebookError",
    "HandGiven",
    "Result",
    "ResultStatus",
    "Run",
    "Submitted",
    "days_late",
    "late_penalty",
    "submission_digest",
]
