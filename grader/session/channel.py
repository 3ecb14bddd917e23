"""Bytes to and from a worker that may be slow, silent, talkative or gone.

Nothing here blocks longer than the budget allows, whatever the other side does.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import Protocol

CHUNK = 1 << 16
DRAIN_CHUNKS = 64
"""Reads of pending output after a reply; code that prints without end must not hold us."""


class HungUpError(Exception):
    """The worker's end is closed."""


class Patience(Protocol):
    """How long a channel may wait; see Budget."""

    def wait_s(self) -> float:
        """Seconds to wait before asking again; raises when time is up."""


class Channel(Protocol):
    """A worker's line: frames both ways, and what its code prints."""

    def send(self, data: bytes, patience: Patience) -> None:
        """Write all of ``data``; HungUpError if nobody reads any more."""

    def receive(self, size: int, patience: Patience) -> bytes:
        """Exactly ``size`` bytes; HungUpError if the worker's end closes before."""

    def idle(self) -> bool:
        """Whether nothing has arrived that nobody asked for."""

    def drain(self) -> None:
        """Pass on the output that is there already."""

    def close(self) -> None:
        """Give the descriptors back."""


class PollChannel:
    """A channel over POSIX descriptors; ``requests`` and ``replies`` may be one socket."""

    def __init__(
        self, requests: int, replies: int, output: int, sink: Callable[[bytes], None]
    ) -> None:
        self._requests, self._replies, self._output = requests, replies, output
        self._sink = sink
        self._received = bytearray()
        self._output_open = True
        for descriptor in (requests, replies, output):
            os.set_blocking(descriptor, False)

    def send(self, data: bytes, patience: Patience) -> None:
        """See Channel."""
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._requests, view) :]
            except BlockingIOError:
                self._wait(self._requests, select.POLLOUT, patience)
            except OSError as error:
                raise HungUpError from error

    def receive(self, size: int, patience: Patience) -> bytes:
        """See Channel."""
        while len(self._received) < size:
            if not self._read():
                self._wait(self._replies, select.POLLIN, patience)
        data = bytes(memoryview(self._received)[:size])
        del self._received[:size]
        return data

    def idle(self) -> bool:
        """See Channel."""
        try:
            return not self._received and not self._read()
        except HungUpError:
            return True

    def drain(self) -> None:
        """See Channel."""
        for _ in range(DRAIN_CHUNKS):
            if not self._read_output():
                return

    def close(self) -> None:
        """See Channel."""
        for descriptor in {self._requests, self._replies, self._output}:
            os.close(descriptor)

    def _read(self) -> bool:
        """Take what has arrived; False if nothing has."""
        try:
            chunk = os.read(self._replies, 1 << 20)
        except BlockingIOError:
            return False
        except OSError as error:
            raise HungUpError from error
        if not chunk:
            raise HungUpError
        self._received += chunk
        return True

    def _wait(self, descriptor: int, event: int, patience: Patience) -> None:
        """Until the descriptor may be ready or it is time to look again; output flows on."""
        poll = select.poll()
        poll.register(descriptor, event)
        if self._output_open:
            poll.register(self._output, select.POLLIN)
        ready = poll.poll(1000 * patience.wait_s())
        if any(found == self._output for found, _ in ready):
            self._read_output()

    def _read_output(self) -> bool:
        if not self._output_open:
            return False
        try:
            chunk = os.read(self._output, CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            chunk = b""
        self._output_open = bool(chunk)
        self._sink(chunk)
        return bool(chunk)
