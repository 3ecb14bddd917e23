"""The client of an XQueue, against a server on this machine that speaks as XQueue does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from grader.grading.assignment import find_assignment
from grader.lms.xqueue_client import Queue, QueueError, main, serve
from grader.session import Launcher

TANH = (Path(__file__).resolve().parents[2] / "solutions" / "practice" / "tanh.py").read_text()


class Server:
    """What the queue holds, and what it was told."""

    def __init__(self) -> None:
        self.waiting: list[dict[str, str]] = []
        self.answers: list[dict[str, str]] = []

    def put(self, exercise: str, text: str) -> None:
        payload = json.dumps({"exercise": exercise})
        body = {"student_info": "{}", "grader_payload": payload, "student_response": text}
        header = json.dumps({"submission_id": len(self.waiting) + 1, "submission_key": "k"})
        self.waiting.append({"xqueue_header": header, "xqueue_body": json.dumps(body)})

    def get(self, action: str) -> tuple[int, str]:
        if action != "get_submission":
            return 1, "no such action"
        return (0, json.dumps(self.waiting.pop(0))) if self.waiting else (1, "Queue is empty")

    def post(self, action: str, fields: dict[str, str]) -> tuple[int, str]:
        if action == "login":
            known = fields == {"username": "lms", "password": "secret"}
            return (0, "Logged in") if known else (1, "Incorrect login credentials")
        self.answers.append(fields)
        return 0, ""


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(*server.get(self.action()))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(text).items()}
            self.reply(*server.post(self.action(), fields))

        def action(self) -> str:
            return urlsplit(self.path).path.strip("/").rpartition("/")[2]

        def reply(self, code: int, content: str) -> None:
            data = json.dumps({"return_code": code, "content": content}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


class DoneError(Exception):
    """The queue is empty."""


def served(url: str, launcher: Launcher) -> list[str]:
    def end() -> None:
        raise DoneError

    told: list[str] = []
    queue = Queue(url, "grader", "lms", "secret")
    with pytest.raises(DoneError):
        serve(launcher, find_assignment("practice"), queue, end, told.append)
    return told


def test_submissions_are_answered_with_their_own_header(
    server: Server, url: str, launcher: Launcher
) -> None:
    server.put("tanh", TANH)
    server.put("tanh", "def tanh(z):\n    return z\n")
    headers = [each["xqueue_header"] for each in server.waiting]
    served(url, launcher)
    assert [answer["xqueue_header"] for answer in server.answers] == headers
    right, wrong = (json.loads(answer["xqueue_body"]) for answer in server.answers)
    assert right["correct"] is True
    assert wrong["correct"] is False
    assert wrong["score"] < right["score"]
    assert "tanh(z)" in wrong["msg"]


def test_an_unknown_exercise_is_told_and_not_answered(
    server: Server, url: str, launcher: Launcher
) -> None:
    server.put("../../etc", "x = 1")
    assert any("no exercise" in line for line in served(url, launcher))
    assert server.answers == []


def test_a_wrong_password_is_said(url: str) -> None:
    with pytest.raises(QueueError, match="refuses login"):
        Queue(url, "grader", "lms", "guess")


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(QueueError, match="cannot be used"):
        Queue("http://127.0.0.1:1", "grader", "lms", "secret")


def test_the_environment_must_say_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XQUEUE_URL", raising=False)
    assert main(["practice"]) == 2
    assert "XQUEUE_URL" in capsys.readouterr().err
