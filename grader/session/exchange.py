"""What is asked of a worker, and what its reply says after every part of it has been checked.

A message holds sections of requests that are done in order. A section's reply answers its
requests up to the first that failed, or up to one after which the judge wants to have a look
before going on. The sections after it are done all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from .accounts import NOTHING_BESIDES, CallRecord
from .faults import FaultKind, StudentFault
from .worker import wire
from .worker.decoding import Decoder

MISFIT = re.compile(
    r"\) missing \d+ required |\) takes .* arguments?\b"
    r"|\) got (an unexpected keyword argument|multiple values for argument|some positional-only)"
)
"""How Python complains about a call that does not fit a function's parameters."""


MakeRemote = Callable[[int, str], Any]
"""Makes the stand-in for a value that stays in the worker, from its handle and its type."""


class Request(NamedTuple):
    """An operation of the worker. ``label`` names a Remote that comes of it to the student."""

    operation: str
    arguments: Mapping[str, Any]
    label: str | None = None


class Answer(NamedTuple):
    """What a request gave: its value and what the call did besides."""

    value: Any
    record: CallRecord


def read_replies(
    header: wire.Node, payload: bytes, number: list[int], remotes: Sequence[MakeRemote]
) -> list[Answer | StudentFault]:
    """The answers to section ``number`` ([message, section]), one for each request that was done.

    Raises wire.ViolationError at the first thing that an honest worker would not say.
    """
    if not isinstance(header, dict) or set(header) != {"id", "replies"} or header["id"] != number:
        raise wire.ViolationError("not the answer to this message")
    parts = wire.sequence(header["replies"])
    if not 1 <= len(parts) <= len(remotes):
        raise wire.ViolationError("not an answer to each request")
    decoder = Decoder(payload, remotes[0])
    found = []
    for part, remote in zip(parts, remotes, strict=False):
        decoder.begin(remote)
        found.append(_reply(part, decoder))
    decoder.finish()
    if any(isinstance(each, StudentFault) for each in found[:-1]):
        raise wire.ViolationError("work went on after a fault")
    return found


def _reply(part: wire.Node, decoder: Decoder) -> Answer | StudentFault:
    if isinstance(part, list):
        node, record = wire.sequence(part, 2)
        return Answer(decoder.value(node), _record(record))
    if not isinstance(part, dict) or set(part) != {"fault", "record"}:
        raise wire.ViolationError("not a reply")
    fault = _fault(part["fault"])
    fault.record = _record(part["record"])
    return fault


def _record(node: wire.Node) -> CallRecord:
    if node is None:
        return NOTHING_BESIDES
    if not isinstance(node, dict) or set(node) != {"changed", "warnings", "lines"}:
        raise wire.ViolationError("not a record")
    pairs = [wire.sequence(pair, 2) for pair in wire.sequence(node["warnings"])]
    return CallRecord(
        tuple(wire.text(label) for label in wire.sequence(node["changed"])),
        tuple((wire.text(category), wire.text(message)) for category, message in pairs),
        None if node["lines"] is None else wire.natural(node["lines"]),
    )


def _fault(node: wire.Node) -> StudentFault:
    keys = {"kind", "text", "type", "where", "traceback", "hint"}
    if not isinstance(node, dict) or set(node) != keys or node["kind"] not in get_args(FaultKind):
        raise wire.ViolationError("not a fault")
    text, type_name = wire.text(node["text"]), _optional(node["type"])
    traceback = tuple(wire.text(line) for line in wire.sequence(node["traceback"])[:30])
    return StudentFault(
        node["kind"],
        text,
        type_name=type_name,
        where=_optional(node["where"]),
        traceback=traceback,
        hint=_optional(node["hint"]),
        # Arguments that do not fit are refused before the first line of the function runs.
        signature=type_name == "TypeError" and not traceback and bool(MISFIT.search(text)),
    )


def _optional(node: wire.Node) -> str | None:
    return None if node is None else wire.text(node)
