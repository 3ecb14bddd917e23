"""`grader push ags` to Open edX's own LTI consumer, there and back.

python3 -m venv /tmp/edx && /tmp/edx/bin/pip install lti-consumer-xblock cryptography
python -m tests.lms.openedx.round_trip /tmp/edx/bin/python

The consumer (AGPL, some 180 MB) has an environment of its own, in which it runs on loopback.
Every step is done by the real command; what arrived is read from the consumer's results and
from the grades that it publishes. Stops with an AssertionError where that is not as it should be.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from grader.gradebook import Basis, Content, Gradebook, Result, Submitted, submission_digest
from grader.grading.policy import Policy
from grader.lms.ags import ASSERTION, Client
from grader.report.records import AssignmentInfo, SubmittedFile
from grader.report.standings import Person

INFO = AssignmentInfo("week1", "Week 1", "sha256:" + "a" * 64)
READ = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
PATIENCE_S = 60.0


class Trip:
    """A gradebook here, a platform there."""

    def __init__(self, folder: Path, addresses: dict[str, str]) -> None:
        self._folder = folder
        self._book = folder / "gradebook.db"
        self._addresses = addresses

    def grade(self, **points: float) -> None:
        """Give these students (known to the platform as u-NAME) these points of 10."""
        with Gradebook.make(self._book) as book:
            run = book.begin_run(INFO, max_points=10, policy=Policy(), grader="0.1", seed=7)
            for name, each in points.items():
                data = f"{name} {each}".encode()
                file = SubmittedFile("a.py", hashlib.sha256(data).hexdigest(), len(data))
                digest = submission_digest([file])
                person = Person(name, ids={"lti_id": f"u-{name}"})
                book.take_in(run, [Submitted(person, digest, (Content(file, data),), "in")])
                basis = Basis(digest, INFO.digest, "0.1", 7)
                at = "2026-11-23T10:00:00.000Z"
                book.record(run, name, Result(basis, "graded", each, "new", at))
            book.end_run(run)

    def override(self, name: str, points: float) -> None:
        """Give a student points by hand."""
        with Gradebook.open(self._book) as book:
            book.override("week1", name, points, "for the round trip")

    def push(self) -> list[str]:
        """Run the command; a line for each score that was sent."""
        environment = {
            **os.environ,
            "GRADER_AGS_CLIENT_ID": self._addresses["client_id"],
            "GRADER_AGS_TOKEN_URL": self._addresses["token_url"],
            "GRADER_AGS_KEY_FILE": str(self._folder / "key.pem"),
        }
        command = [sys.executable, "-m", "grader.cli.staff", "push", "ags", str(self._book)]
        done = subprocess.run(
            [*command, "--line-item", self._addresses["line_item"]],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    def results(self) -> dict[str, Any]:
        """What the platform's result service says: points, and of how many."""
        address = f"{self._addresses['line_item']}/results"
        headers = {"Authorization": f"Bearer {self._token()}"}
        found = requests.get(address, headers=headers, timeout=30)
        found.raise_for_status()
        return {
            each["userId"]: (each["resultScore"], each["resultMaximum"]) for each in found.json()
        }

    def published(self) -> dict[str, float]:
        """The latest grade of each student, from 0 to 1, that the platform gave its LMS."""
        lines = (self._folder / "published.jsonl").read_text(encoding="utf-8").splitlines()
        return {each["user"]: round(each["score"], 9) for each in map(json.loads, lines)}

    def _token(self) -> str:
        key = (self._folder / "key.pem").read_text()
        client = Client(self._addresses["client_id"], self._addresses["token_url"], key)
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": client.assertion(time.time()),
            "scope": READ,
        }
        told = requests.post(self._addresses["token_url"], data=form, timeout=30)
        told.raise_for_status()
        return str(told.json()["access_token"])


@contextmanager
def platform(python: str, folder: Path) -> Iterator[dict[str, str]]:
    """The consumer, answering on a free port of this machine."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encodings = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private = key.private_bytes(*encodings, serialization.NoEncryption())
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(private)
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    (folder / "public.pem").write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, public)
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = Path(__file__).with_name("consumer.py")
    command = [python, str(script), str(port), str(folder / "public.pem"), str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        assert told, (folder / "log").read_text()
        _wait_for(port)
        yield json.loads(told)
    finally:
        process.terminate()
        process.communicate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            assert time.monotonic() < end, "the platform does not answer"
            time.sleep(0.2)


def travel(trip: Trip) -> None:
    """Sent, read back, clamped, regraded, sent again."""
    trip.grade(ana=8.3, ben=0.0)
    assert trip.push() == ["accepted ana 8.3", "accepted ben 0"]
    assert trip.results() == {"u-ana": (8.3, 10), "u-ben": (0, 10)}
    assert trip.published() == {"u-ana": 0.83, "u-ben": 0.0}
    print("sent and read back: 8.3 of 10, published as 0.83")

    assert trip.push() == []
    print("sent again without a change: nothing is sent")

    trip.override("ben", 12.0)
    assert trip.push() == ["accepted ben 12"]
    assert trip.published()["u-ben"] == 1.0
    print("extra credit: 12 of 10 is accepted, published as 1.0")

    trip.grade(ana=9.1)
    assert trip.push() == ["accepted ana 9.1"]
    trip.override("ana", 4.0)
    assert trip.push() == ["accepted ana 4"]
    assert trip.published()["u-ana"] == 0.4
    print("graded again, and lowered by hand at once after it: the later score counts")


def main() -> None:
    """The whole way, in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with platform(sys.argv[1], folder) as addresses:
            travel(Trip(folder, addresses))


if __name__ == "__main__":
    main()
