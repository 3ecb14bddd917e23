"""A platform on this machine that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Said = tuple[int, Mapping[str, str], bytes]


def says(status: int, told: object = None, **headers: str) -> Said:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, b"" if told is None else json.dumps(told).encode()


@dataclass
class Platform:
    """``answer`` is given each request."""

    answer: Callable[[Asked], Said]
    address: str = ""
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def running(answer: Callable[[Asked], Said]) -> Iterator[Platform]:
    platform = Platform(answer)

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            platform.asked.append(asked)
            status, headers, text = platform.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _reply  # noqa: N815

        def log_message(self, *about: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        platform.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield platform
        finally:
            server.shutdown()
            thread.join()
