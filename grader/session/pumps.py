"""A channel for systems that can only wait for one pipe at a time (Windows)."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable

from .channel import CHUNK, HungUpError, Patience

WAITING_CHUNKS = 64
"""Unread chunks at which a worker that keeps writing is made to wait."""
JOIN_S = 1.0


class PumpedChannel:
    """A channel over three blocking pipes, each with a thread; see Channel."""

    def __init__(
        self, requests: int, replies: int, output: int, sink: Callable[[bytes], None]
    ) -> None:
        self._descriptors = (requests, replies, output)
        self._sink = sink
        self._received = bytearray()
        self._incoming: queue.Queue[bytes] = queue.Queue(WAITING_CHUNKS)
        self._outgoing: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._hung_up = self._closing = False
        pumps = (self._write_requests, self._read_replies, self._read_output)
        self._threads = [threading.Thread(target=pump, daemon=True) for pump in pumps]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes, patience: Patience) -> None:
        """See Channel; a worker that does not read shows when its reply does not come."""
        patience.wait_s()
        self._outgoing.put(data)

    def receive(self, size: int, patience: Patience) -> bytes:
        """See Channel."""
        while len(self._received) < size:
            if self._hung_up:
                raise HungUpError
            self._take(patience.wait_s())
        data = bytes(memoryview(self._received)[:size])
        del self._received[:size]
        return data

    def idle(self) -> bool:
        """See Channel."""
        self._take(0)
        return not self._received

    def drain(self) -> None:
        """Output comes by itself."""

    def redirect(self, sink: Callable[[bytes], None]) -> None:
        """See Channel."""
        self._sink = sink

    def close(self) -> None:
        """See Channel. The worker has ended, so every pipe is at its end."""
        self._closing = True
        self._outgoing.put(b"")
        while any(thread.is_alive() for thread in self._threads):
            self._take(0)  # a reader may be waiting for room
            self._threads[0].join(0.01)
            for thread in self._threads[1:]:
                thread.join(JOIN_S / 100)
        for descriptor in self._descriptors:
            os.close(descriptor)

    def _take(self, seconds: float) -> None:
        try:
            chunk = self._incoming.get(timeout=seconds) if seconds else self._incoming.get(False)
        except queue.Empty:
            return
        self._received += chunk
        self._hung_up = not chunk

    def _write_requests(self) -> None:
        while data := self._outgoing.get():
            view = memoryview(data)
            try:
                while view:
                    view = view[os.write(self._descriptors[0], view) :]
            except OSError:
                return

    def _read_replies(self) -> None:
        chunk = b"?"
        while chunk and not self._closing:
            chunk = _read(self._descriptors[1])
            self._incoming.put(chunk)

    def _read_output(self) -> None:
        while chunk := _read(self._descriptors[2]):
            self._sink(chunk)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, CHUNK)
    except OSError:
        return b""
