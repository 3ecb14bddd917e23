"""An active grader of Open edX: takes submissions from an XQueue, grades them, answers.

    python -m grader.lms.xqueue_client ASSIGNMENT

Where the queue is and who we are there stands in the environment: XQUEUE_URL, XQUEUE_QUEUE,
XQUEUE_USER, XQUEUE_PASSWORD. A submission is the text of one exercise's file; which exercise, the
problem says in its ``grader_payload``: ``{"exercise": "tanh"}``. What could not be graded by no
fault of the student is not answered: the queue hands it out again.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from grader.formats import FORMATS
from grader.grading.assignment import Assignment, AssignmentError, find_assignment
from grader.grading.submission import fresh_seed, grade_submission, nothing_prepared, prepare
from grader.intake import IntakeError
from grader.report.feedback import for_students
from grader.report.records import Report
from grader.session import GraderFault, Launcher

IDLE_S = 5.0
REQUEST_S = 30.0
MOST_CHARACTERS = 1_000_000


class QueueError(Exception):
    """The queue cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One submission of the queue. ``header`` goes back to it as it came."""

    header: str
    exercise: str
    text: str


class Queue:
    """One queue of an XQueue server. Raises QueueError, also when logging in fails."""

    def __init__(self, url: str, name: str, user: str, password: str) -> None:
        self._url, self._name = url.rstrip("/"), name
        self._http = requests.Session()
        self._post("login", {"username": user, "password": password})

    def next(self) -> Question | None:
        """The next submission; None when there is none."""
        code, content = self._spoken("get", "get_submission", params={"queue_name": self._name})
        return None if code else _question(content)

    def answer(self, question: Question, body: str) -> None:
        """Give back what became of a submission."""
        self._post("put_result", {"xqueue_header": question.header, "xqueue_body": body})

    def _post(self, action: str, fields: dict[str, str]) -> None:
        code, content = self._spoken("post", action, data=fields)
        if code:
            raise QueueError(f"{self._url} refuses {action}: {content}")

    def _spoken(self, method: str, action: str, **parts: Any) -> tuple[int, str]:
        address = f"{self._url}/xqueue/{action}/"
        try:
            reply = self._http.request(method, address, timeout=REQUEST_S, **parts)
            said = reply.json()
            return int(said["return_code"]), str(said["content"])
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise QueueError(f"{address} cannot be used: {type(error).__name__}") from error


def _question(content: str) -> Question:
    try:
        told = json.loads(content)
        body = json.loads(told["xqueue_body"])
        payload = json.loads(body["grader_payload"])
        return Question(
            str(told["xqueue_header"]), str(payload["exercise"]), str(body["student_response"])
        )
    except (ValueError, KeyError, TypeError) as error:
        text = 'a submission without an exercise: its grader_payload must be {"exercise": NAME}'
        raise QueueError(text) from error


def graded(launcher: Launcher, assignment: Assignment, question: Question) -> Report:
    """The report on one exercise. Raises AssignmentError or GraderFault."""
    known = [entry.id for entry in assignment.entries]
    if question.exercise not in known:
        raise AssignmentError(f"no exercise {question.exercise!r}: {', '.join(known)}")
    with tempfile.TemporaryDirectory(prefix="xqueue-of-grader-") as folder:
        path = Path(folder) / f"{question.exercise}.py"
        path.write_text(question.text[:MOST_CHARACTERS], "utf-8", errors="replace")
        try:
            prepared = prepare(launcher, path, str(assignment.folder))
        except IntakeError as error:
            prepared = nothing_prepared(assignment, question.exercise, str(error))
        return grade_submission(launcher, prepared, seed=fresh_seed(), only=[question.exercise])


def serve(
    launcher: Launcher,
    assignment: Assignment,
    queue: Queue,
    idle: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Grade what comes; ``idle`` is called when there is nothing, and may end it by raising."""
    while True:
        try:
            question = queue.next()
            if question is None:
                idle()
                continue
            report = graded(launcher, assignment, question)
            if report.score is None:
                raise GraderFault("the report is not complete")
            queue.answer(question, FORMATS["xqueue"].render(for_students(report)))
            tell(f"{question.exercise}: {report.score:g} of {report.max_score:g} points")
        except (QueueError, AssignmentError, GraderFault) as fault:
            tell(f"not answered: {fault}")
            idle()


def main(arguments: list[str]) -> int:
    """Serve until interrupted; 2 when it cannot begin."""
    try:
        assignment = find_assignment(arguments[0])
        names = ("XQUEUE_URL", "XQUEUE_QUEUE", "XQUEUE_USER", "XQUEUE_PASSWORD")
        queue = Queue(*(os.environ[name] for name in names))
    except KeyError as missing:
        print(f"the environment lacks {missing}", file=sys.stderr)
        return 2
    except (QueueError, AssignmentError) as error:
        print(error, file=sys.stderr)
        return 2
    with Launcher() as launcher:
        try:
            serve(launcher, assignment, queue, lambda: time.sleep(IDLE_S), print)
        except KeyboardInterrupt:
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
