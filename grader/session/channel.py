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

    def redirect(self, sink: Callable[[bytes], None]) -> None:
        """Pass on what is printed to ``sink`` from now on."""

    def close(self) -> None:
        """Pass on what was printed to the last, then give the descriptors back."""


class PollChannel:
    """A channel over POSIX descriptors; ``requests`` and ``replies`` may be one socket."""

    def __init__(
        self, requests: int, replies: int, output: int, sink: Callable[[bytes], None]
    ) -> None:
        self._requests, self._replies, self._output = requests, replies, output
        self._sink = sink
        self._received = bytearray()
        self._arrivals = select.poll()
        self._output_open = self._output_waits = True
        for descriptor in (requests, replies, output):
            os.set_blocking(descriptor, False)
        for descriptor in (replies, output):
            self._arrivals.register(descriptor, select.POLLIN)

    def send(self, data: bytes, patience: Patience) -> None:
        """See Channel."""
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._requests, view) :]
            except BlockingIOError:
                self._wait_for_room(patience)
            except OSError as error:
                raise HungUpError from error

    def receive(self, size: int, patience: Patience) -> bytes:
        """See Channel."""
        while len(self._received) < size:
            self._wait_for_data(patience)
            self._read()
        data = bytes(memoryview(self._received)[:size])
        del self._received[:size]
        return data

    def idle(self) -> bool:
        """See Channel."""
        if self._received:
            return False
        if all(descriptor != self._replies for descriptor, _ in self._arrivals.poll(0)):
            return True
        try:
            return not self._read()
        except HungUpError:
            return True

    def drain(self) -> None:
        """See Channel. What was printed before a reply was there when the reply was seen."""
        if self._output_waits:
            self._read_all_output()
        self._output_waits = False

    def redirect(self, sink: Callable[[bytes], None]) -> None:
        """See Channel."""
        self._sink = sink

    def close(self) -> None:
        """See Channel."""
        self._read_all_output()
        for descriptor in {self._requests, self._replies, self._output}:
            os.close(descriptor)

    def _read(self) -> bool:
        """Take what has arrived; False if nothing has."""
        try:
            chunk = os.read(self._replies, CHUNK)
        except BlockingIOError:
            return False
        except OSError as error:
            raise HungUpError from error
        if not chunk:
            raise HungUpError
        self._received += chunk
        return True

    def _wait_for_data(self, patience: Patience) -> None:
        """Until a reply may be there or it is time to look again; output flows on."""
        found = self._arrivals.poll(1000 * patience.wait_s())
        self._output_waits = False
        for descriptor, _ in found:
            if descriptor == self._output:
                self._output_waits = True
                self._read_output()

    def _wait_for_room(self, patience: Patience) -> None:
        """Until the worker may take more or it is time to look again; output flows on."""
        poll = select.poll()
        poll.register(self._requests, select.POLLOUT)
        if self._output_open:
            poll.register(self._output, select.POLLIN)
        found = poll.poll(1000 * patience.wait_s())
        if any(descriptor == self._output for descriptor, _ in found):
            self._read_output()

    def _read_all_output(self) -> None:
        for _ in range(DRAIN_CHUNKS):
            if not self._read_output():
                return

    def _read_output(self) -> bool:
        if not self._output_open:
            return False
        try:
            chunk = os.read(self._output, CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            self._output_open = False
            self._arrivals.unregister(self._output)
        self._sink(chunk)
        return bool(chunk)
