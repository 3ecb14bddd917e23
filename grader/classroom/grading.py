"""Grading the tasks of a class, each result into the gradebook as soon as it is there."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from grader.execution import Executor, Job, Outcome, Problem
from grader.gradebook import Gradebook, Result, Run, submission_digest
from grader.gradebook.lateness import stamp
from grader.intake import IntakeError
from grader.intake.layouts import staged
from grader.report.text import clean

from .tasks import Task, in_its_own_words

_PROBLEM = 1_000


def grade_tasks(
    book: Gradebook, run: Run, executor: Executor, tasks: Sequence[Task], ground: Path
) -> Generator[tuple[Task, Result], None, None]:
    """Grade each task and yield it with its result, which is durable by then.

    ``ground`` is a folder for what has to be put together to be graded. Closing the iterator
    ends what is being worked on.
    """
    for task in tasks:
        if task.problem is not None:
            yield task, _recorded(book, run, task, Outcome("", problem=task.problem))
    jobs = _Jobs([task for task in tasks if task.problem is None], ground)
    with jobs:
        outcomes = iter(executor.run(jobs))
        try:
            for outcome in outcomes:
                task, outcome = jobs.finished(outcome)
                yield task, _recorded(book, run, task, outcome)
        finally:
            close = getattr(outcomes, "close", None)
            if close is not None:
                close()
    for task, problem in jobs.unstaged:
        yield task, _recorded(book, run, task, Outcome("", problem=problem))


class _Jobs:
    """Jobs as an executor asks for them; a submission in pieces is put together until graded."""

    def __init__(self, tasks: Sequence[Task], ground: Path) -> None:
        self._tasks = tasks
        self._ground = ground
        self._staged: dict[str, tuple[ExitStack, Path]] = {}
        self.unstaged: list[tuple[Task, Problem]] = []

    def __iter__(self) -> Iterator[Job]:
        for number, task in enumerate(self._tasks):
            places = ExitStack()
            try:
                path = places.enter_context(staged(task.member.hand_in, self._ground))
            except (IntakeError, OSError) as error:
                self.unstaged.append((task, Problem("fault", f"{error}: run it again")))
                continue
            self._staged[str(number)] = places, path
            yield Job(str(number), path)

    def finished(self, outcome: Outcome) -> tuple[Task, Outcome]:
        """The task of an outcome, and the outcome in words that do not name our own folder."""
        places, path = self._staged.pop(outcome.key)
        places.close()
        task, problem = self._tasks[int(outcome.key)], outcome.problem
        if problem is not None:
            text = in_its_own_words(problem.text, task.member, path)
            outcome = replace(outcome, problem=replace(problem, text=text))
        return task, outcome

    def __enter__(self) -> _Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        while self._staged:
            self._staged.popitem()[1][0].close()


def _recorded(book: Gradebook, run: Run, task: Task, outcome: Outcome) -> Result:
    result = _result(task, outcome)
    book.record(run, task.member.person.id, result)
    return result


def _result(task: Task, outcome: Outcome) -> Result:
    report = outcome.report
    result = Result(
        basis=task.basis,
        status="fault",
        score=None,
        reason=task.reason or "",
        graded_at=stamp(datetime.now(timezone.utc)),
    )
    if report is None:
        problem = outcome.problem or Problem("fault", "the executor gave no reason")
        return replace(result, status=problem.kind, problem=clean(problem.text, _PROBLEM))
    if submission_digest(report.submission.files) != task.basis.submission:
        return replace(result, problem=f"{task.member.origin} changed while it was graded")
    if report.assignment.digest != task.basis.assignment:
        return replace(result, problem="the assignment changed while it was graded")
    submission = replace(report.submission, id=task.member.person.id)
    return replace(
        result,
        status=report.status,
        score=report.score,
        report=replace(report, submission=submission),
    )
