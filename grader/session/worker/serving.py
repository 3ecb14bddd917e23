"""Reads requests, has them done and writes replies, until the parent hangs up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from . import failures, wire
from .decoding import Decoder
from .encoding import Encoder
from .operations import NOT_DONE, Kept, Operations

ODD_ARRAY = (
    "the result is an array of dtype {}, not of numbers; "
    "rows of different lengths, None or text among its entries make such an array"
)
CHUNK = 1 << 16
"""Bytes to read at once; more would have to be mapped into memory each time."""


class Server:
    """One worker's conversation with the parent over a pair of descriptors."""

    def __init__(self, requests: int, replies: int, operations: Operations, room: int) -> None:
        self._requests = requests
        self._replies = replies
        self._operations = operations
        self._room = room
        self._left = room
        self._received = bytearray()

    def serve(self) -> None:
        """Answer until the parent closes its end."""
        while True:
            head = self._exactly(wire.HEAD.size)
            if head is None:
                return
            header, payload = wire.lengths(head, 1 << 40)
            text, data = self._exactly(header), self._exactly(payload)
            if text is None or data is None:
                return
            for reply in self._answers(wire.parse_own(text), data):
                _flush()
                self.send(reply)

    def send(self, data: bytes) -> None:
        """Write all of a message."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._replies, view) :]

    def _answers(self, message: dict[str, Any], payload: bytes) -> Iterator[bytes]:
        """Do what is asked, section by section; a reply for each."""
        results: list[Any] = []
        self._operations.results = results
        self._left = self._room
        start = 0
        for number, (size, requests) in enumerate(message["ask"]):
            end = len(results) + len(requests)
            part = payload[start : start + size] if size < len(payload) else payload
            yield self._answer([message["id"], number], requests, part)
            results += [NOT_DONE] * (end - len(results))
            start += size

    def _answer(self, number: wire.Node, requests: list[Any], payload: bytes) -> bytes:
        """Do what is asked in a section, in order, until something fails or stops."""
        decoder = Decoder(payload, self._operations.value)
        replies: list[wire.Node] = []
        told = bytearray()
        for operation, nodes in requests:
            decoder.begin(self._operations.value)
            reply, chunk = self._done(operation, nodes, decoder)
            replies.append(reply)
            told += chunk
            self._left -= len(chunk)
            if type(reply) is dict or self._operations.stopped:
                break
        try:
            return wire.frame({"id": number, "replies": replies}, bytes(told))
        except wire.TooBigError as error:
            fault = {"fault": self._described(error), "record": None}
            return wire.frame({"id": number, "replies": [fault]})

    def _done(
        self, operation: str, nodes: dict[str, Any], decoder: Decoder
    ) -> tuple[wire.Node, bytes]:
        """Do one thing; its reply and the bytes that go with it."""
        operations = self._operations
        operations.record, operations.stopped = {}, False
        try:
            arguments = {name: decoder.value(node) for name, node in nodes.items()}
            value = getattr(operations, operation)(**arguments)
            operations.results.append(value.value if isinstance(value, Kept) else value)
            node, chunk = self._encoded(value, self._left)
            return [node, _record(operations.record)], chunk
        except BaseException as error:
            return {"fault": self._described(error), "record": _record(operations.record)}, b""

    def _described(self, error: BaseException) -> dict[str, Any]:
        if type(error) is wire.TooBigError:
            error = failures.ToldError("too-big", f"the result is too large: {error}")
        return failures.describe(error, self._operations.texts)

    def _encoded(self, value: Any, room: int) -> tuple[wire.Node, bytes]:
        shelf = self._operations.shelf
        if isinstance(value, Kept):
            return shelf.node(value.value), b""
        encoder = Encoder(shelf.node, room)
        try:
            if wire.is_foreign(value):
                raise failures.ToldError("bad-reply", ODD_ARRAY.format(value.dtype.name))
            return encoder.node(value), encoder.payload
        except wire.NotPlainError:
            return shelf.node(value), b""

    def _exactly(self, size: int) -> bytes | None:
        received = self._received
        while len(received) < size:
            chunk = os.read(self._requests, CHUNK)
            if not chunk:
                return None
            received += chunk
        data = bytes(memoryview(received)[:size])
        del received[:size]
        return data


def _record(noted: dict[str, Any]) -> wire.Node:
    """What a call did besides, if there is anything to tell."""
    if not any(noted.values()):
        return None
    return {"changed": [], "warnings": [], "lines": None, **noted}


def _flush() -> None:
    """Send on what was printed, so that it arrives before the reply."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            continue
