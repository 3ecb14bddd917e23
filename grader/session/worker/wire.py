"""The encoding that parent and worker speak: strict plain JSON plus raw array bytes.

A frame is a magic, the lengths of header and payload, a JSON header and the payload. Plain
values become JSON nodes. A JSON text starts with a letter that says what it stands for:

    "'abc"      text                          "fnan"   non-finite float
    "iff"       integer beyond 64 bits, hex   "r7 Net" a value that stays in the worker: its
    "afloat64 4,3 C"  array, bytes in the              handle and type; on the way there handle
                payload                                and method, where handles from LATER on
    "sfloat64"  NumPy scalar, likewise                 mean results of the same message
    "u9", "b9"  long text, bytes: so many
                bytes of the payload

What holds other nodes is a list or an object with one key:

    [...]    list         {"d": [[key, value], ...]}    dict
    {"t": [...]}  tuple   {"c": [re, im]}               complex

A message asks for sections of operations, {"id": n, "ask": [[payload bytes, [[operation,
arguments], ...]], ...]}, and gets a reply for each, {"id": [n, section], "replies": [...]}:
[value, record] for every request done, or {"fault": ..., "record": ...} for the one that failed.

Nothing received is ever evaluated or unpickled; a decoder raises ``ViolationError`` at the first
thing that does not follow these rules.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from typing import Any

import numpy as np

Node = Any
"""A JSON value."""

HEAD = struct.Struct("<4sIQ")
MAGIC = b"GRD1"
MAX_HEADER = 4 << 20
MAX_DEPTH = 16
MAX_NODES = 100_000
MAX_TEXT = 10_000
MAX_KEYS = 2_000
"""Keys of dicts that are not texts, in one message. Only texts hash differently in every process:
thousands of chosen numbers or tuples of one hash would keep the reader busy for minutes."""
MAX_INLINE = 1_000
"""Longer texts go to the payload, where no JSON reader sees them."""
MAX_NDIM = 8
MAX_HEX = 1_024
"""Digits of an integer; Python refuses to print those of more than 4,300 decimal ones."""
BROKEN = 70
"""Exit code of a worker that can no longer talk to the parent."""

DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
MODULE = 0
"""The handle of the student's module."""
LATER = 1 << 40
"""The handle of what the first request of a message gives."""
NAMES = {dtype: name for name, dtype in DTYPES.items()}
_BY_CHAR = {
    **{char: DTYPES[np.dtype(char).name] for char in "?bhilqBHILQefdFD"},
    "g": DTYPES["float64"],
    "G": DTYPES["complex128"],
}
"""How each of NumPy's own types travels: in native byte order, long doubles as doubles."""
NONFINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class ViolationError(ValueError):
    """A message breaks the rules above."""


class NotPlainError(ValueError):
    """A value is cyclic, too deep or too large to be written as plain data."""


class TooBigError(ValueError):
    """A value's bytes exceed what one message may carry."""


def frame(header: Node, payload: bytes = b"") -> bytes:
    """The bytes of one message."""
    text = _write(header).encode("ascii")
    if len(text) > MAX_HEADER:
        raise TooBigError(f"{len(text)} bytes of plain data")
    return HEAD.pack(MAGIC, len(text), len(payload)) + text + payload


def lengths(head: bytes, room: int) -> tuple[int, int]:
    """Header and payload length of the frame that starts with ``head``; at most ``room``."""
    magic, header, payload = HEAD.unpack(head)
    if magic != MAGIC:
        raise ViolationError("not a message of the worker")
    if header > MAX_HEADER or payload > room:
        raise TooBigError(f"a message of {header + payload} bytes")
    return header, payload


def parse(text: bytes) -> Node:
    """The JSON header, refusing what strict JSON does not have."""
    try:
        return _read(text.decode("ascii"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise ViolationError(f"header is not strict JSON: {type(error).__name__}") from None


def parse_own(text: bytes) -> Node:
    """The JSON header of a message from the parent, which a worker has no reason to doubt."""
    return _read_own(text.decode("ascii"))


def _integer(digits: str) -> int:
    """Where Python itself would work for minutes on a number of a million digits."""
    if len(digits) > 20:
        raise ViolationError("integer beyond 64 bits")
    return int(digits)


def _no_constant(name: str) -> float:
    raise ViolationError(f"{name} is not JSON")


_write = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_read_own = json.JSONDecoder().decode
_bounded = bool(getattr(sys, "get_int_max_str_digits", int)())  # not before Python 3.10.7
_read = json.JSONDecoder(
    parse_int=None if _bounded else _integer,
    parse_constant=_no_constant,
).decode


def printable(text: str) -> str:
    """The text without lone surrogates, which JSON readers choke on."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def plain_dtype(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    """What a dtype travels as; None if it does not."""
    return _BY_CHAR.get(dtype.char)


def is_foreign(value: Any) -> bool:
    """Whether a value is a NumPy array or scalar of a type that does not travel."""
    kind = type(value)
    return issubclass(kind, (np.ndarray, np.generic)) and value.dtype.char not in _BY_CHAR


def text(node: Node) -> str:
    """``node`` if it is a short text without lone surrogates."""
    if not isinstance(node, str) or len(node) > MAX_TEXT:
        raise ViolationError("not a text")
    if not node.isascii() and printable(node) != node:
        raise ViolationError("not a text")
    return node


def natural(node: Node) -> int:
    """``node`` if it is an integer from 0 to 2**53."""
    if type(node) is not int or not 0 <= node <= 1 << 53:
        raise ViolationError("not a natural number")
    return node


def digits(text: str) -> int:
    """The natural number that a text spells in decimal."""
    if len(text) > 15 or not (text.isascii() and text.isdigit()):
        raise ViolationError("not a natural number")
    return int(text)


def sequence(node: Node, length: int | None = None) -> list[Node]:
    """``node`` if it is a list (of that length)."""
    if not isinstance(node, list) or (length is not None and len(node) != length):
        raise ViolationError("not a list of the right length")
    return node
