"""Our body goes through Canvas' own Python client to a server on loopback, and arrives whole."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from canvasapi import Canvas

from grader.formats.classwide import EXPORTS
from grader.formats.exports import Target
from grader.report.standings import ClassRecord


class Answers(BaseHTTPRequestHandler):
    """Knows one assignment, keeps what it was sent."""

    received: dict[str, list[str]]

    def do_GET(self) -> None:
        self.answer({"id": 9, "course_id": 1, "name": "HW 1"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).received = parse_qs(body, keep_blank_values=True, strict_parsing=True)
        self.answer({"id": 1, "workflow_state": "queued", "url": "http://127.0.0.1/progress"})

    def answer(self, data: dict[str, Any]) -> None:
        text = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args: object) -> None:
        """Silence."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.filterwarnings("ignore:Canvas may respond unexpectedly")
def test_grades_arrive_in_canvas_own_encoding(
    make_record: Callable[..., ClassRecord], server: HTTPServer
) -> None:
    body = json.loads(EXPORTS["canvas"].render(make_record(), Target()).content)
    canvas = Canvas(f"http://127.0.0.1:{server.server_port}", "token")
    canvas.get_course(1).get_assignment(9).submissions_bulk_update(**body)
    found = Answers.received
    assert found["grade_data[graded-canvas_id][posted_grade]"] == ["3.5"]
    assert found["grade_data[excused-canvas_id][excuse]"] == ["true"]
    (comment,) = found["grade_data[graded-canvas_id][text_comment]"]
    assert comment == body["grade_data"]["graded-canvas_id"]["text_comment"]
    assert len(found) == 3
