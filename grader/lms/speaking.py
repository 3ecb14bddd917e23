"""Speaking to a learning-management system: with patience, and without giving secrets away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import requests

from grader.report.records import Json
from grader.report.text import clean_line

from .sending import StoppedError

TRIES = 6
BUSY = frozenset({429, 502, 503, 504})
"""Answers that mean "later", whatever was asked."""
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0
TIMEOUT_S = (10.0, 60.0)
MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the server."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether the server did what it was asked."""
        return 200 <= self.status < 300

    def json(self) -> Json:
        """What it said, as JSON; None if it is none."""
        try:
            told: Json = json.loads(self.text)
        except (ValueError, RecursionError):
            return None
        return told


class Speaker:
    """Asks again when the server is busy, as long as it asks for, and no sooner.

    ``sleep`` is given seconds. Secrets that were named by ``hide`` are blotted out of what the
    server says, should it repeat them.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._http = requests.Session()
        self._http.trust_env = False  # ~/.netrc would send a password of its own
        self._sleep = sleep
        self._secrets: list[str] = []

    def hide(self, secret: str) -> None:
        """Never show ``secret``."""
        self._secrets.append(secret)

    def ask(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request until it is answered; raises StoppedError when that is in vain."""
        reply = self._once(method, address, headers, data)
        for attempt in range(1, TRIES):
            if not _is_busy(reply):
                return reply
            self._sleep(_wait_s(reply, attempt))
            reply = self._once(method, address, headers, data)
        if _is_busy(reply):
            raise StoppedError(f"{_host(address)} is busy ({reply.status}): try again later")
        return reply

    def said(self, reply: Reply) -> str:
        """A short form of an answer, for people and for the gradebook."""
        text = reply.text
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return f"{reply.status} {clean_line(text, MOST_SAID)}".strip()

    def _once(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None,
        data: bytes | Mapping[str, str] | None,
    ) -> Reply:
        try:
            got = self._http.request(
                method,
                address,
                headers=dict(headers or {}),
                data=data,
                timeout=TIMEOUT_S,
                allow_redirects=False,  # a secret goes where it was meant to go
            )
        except requests.RequestException as error:
            problem = f"{_host(address)} cannot be reached: {type(error).__name__}"
            raise StoppedError(problem) from error
        if got.is_redirect:
            where = clean_line(got.headers["Location"], 200)
            raise StoppedError(f"{_host(address)} redirects to {where}: name that address")
        return Reply(got.status_code, got.text, got.headers)


def _is_busy(reply: Reply) -> bool:
    # Canvas says 403 where others say 429.
    return reply.status in BUSY or (reply.status == 403 and "Rate Limit Exceeded" in reply.text)


def _wait_s(reply: Reply, attempt: int) -> float:
    """Seconds to wait: what the server asks for, else twice as long each time."""
    asked = _asked_s(reply.headers.get("Retry-After", ""))
    seconds = FIRST_WAIT_S * 2 ** (attempt - 1) if asked is None else asked
    if seconds > LONGEST_WAIT_S:
        raise StoppedError(f"the server asks to wait for {seconds:.0f} s: try again then")
    return seconds


def _asked_s(text: str) -> float | None:
    """Retry-After in seconds; it is a number or a date (RFC 9110, 10.2.3)."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        date = parsedate_to_datetime(text)
        left = date - datetime.now(date.tzinfo or timezone.utc)
    except (ValueError, TypeError):
        return None
    return max(left.total_seconds(), 0.0)


def _host(address: str) -> str:
    return "/".join(address.split("/")[:3])
