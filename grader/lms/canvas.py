"""An assignment in Canvas, as the place to send scores to: its bulk update of grades.

https://canvas.instructure.com/doc/api/submissions.html (update_grades) and progress.html.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.report.records import Json

from .sending import STUDENT, Answer, StoppedError
from .speaking import Reply, Speaker

LOOKS, LOOK_S = 60, 2.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where Canvas is and the token that lets us in."""

    address: str
    token: str


class CanvasAssignment:
    """See Target. ``path`` is "/courses/12/assignments/345"."""

    at_once = 50

    def __init__(
        self,
        name: str,
        account: Account,
        path: str,
        speaker: Speaker,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._account = account
        self._base = f"{account.address.rstrip('/')}/api/v1"
        self._path = f"{path}/submissions/update_grades"
        self.name = name
        self._speaker = speaker
        self._sleep = sleep
        speaker.hide(account.token)

    def stamped(self, content: Mapping[str, Json], time: str) -> Mapping[str, Json]:
        """See Target; Canvas itself notes the time."""
        return content

    def send(self, bodies: Mapping[str, Mapping[str, Json]]) -> Mapping[str, Answer]:
        """See Target."""
        grades = {
            str(body[STUDENT]): {name: value for name, value in body.items() if name != STUDENT}
            for body in bodies.values()
        }
        data = json.dumps({"grade_data": grades}, allow_nan=False).encode()
        answer = self._finished(self._asked("POST", self._path, data))
        return dict.fromkeys(bodies, answer)

    def _asked(self, method: str, path: str, data: bytes | None = None) -> Reply:
        headers = {"Authorization": f"Bearer {self._account.token}"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        reply = self._speaker.ask(method, self._base + path, headers=headers, data=data)
        if reply.status in (401, 403):
            raise StoppedError(f"Canvas does not let us in: {self._speaker.said(reply)}")
        return reply

    def _finished(self, reply: Reply) -> Answer:
        """Wait until Canvas has worked on what it took in; it does that by and by."""
        for _ in range(LOOKS):
            progress = reply.json()
            if not reply.ok or not isinstance(progress, dict):
                return Answer("refused", self._speaker.said(reply))
            state = progress.get("workflow_state")
            if state == "completed":
                return Answer("accepted", "completed")
            if state == "failed":
                return Answer("refused", self._speaker.said(reply))
            number = progress.get("id")
            if type(number) is not int:
                return Answer("refused", self._speaker.said(reply))
            self._sleep(LOOK_S)
            reply = self._asked("GET", f"/progress/{number}")
        raise StoppedError("Canvas has not finished after two minutes: look there, then run again")
