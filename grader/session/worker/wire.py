"""The encoding that parent and worker speak: strict plain JSON plus raw array bytes.

A frame is a magic, the lengths of header and payload, a JSON header and the payload. Plain
values become JSON nodes; whatever JSON cannot say exactly is an object with one tag:

    {"f": "nan"}  non-finite float      {"i": "ff"}    integer beyond 64 bits, hexadecimal
    {"c": [re, im]}  complex            {"t": [...]}   tuple
    {"d": [[key, value], ...]}  dict    {"a": [dtype, shape, layout]}  array, bytes in the payload
    {"s": dtype}  NumPy scalar          {"u": n}, {"b": n}  long text, bytes: n payload bytes
    {"r": [handle, type]}  a value that stays in the worker

Nothing received is ever evaluated or unpickled; a decoder raises ``ViolationError`` at the first
thing that does not follow these rules.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

Node = Any
"""A JSON value."""

HEAD = struct.Struct("<4sIQ")
MAGIC = b"GRD1"
MAX_HEADER = 4 << 20
MAX_DEPTH = 16
MAX_NODES = 100_000
MAX_TEXT = 10_000
MAX_INLINE = 1_000
"""Longer texts go to the payload, where no JSON reader sees them."""
MAX_NDIM = 8
MAX_HEX = 4_096

DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
MODULE = 0
"""The handle of the student's module, the first value that a worker keeps."""
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
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


def _unique(pairs: list[tuple[str, Node]]) -> dict[str, Node]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ViolationError("duplicate key")
    return found


def _integer(digits: str) -> int:
    if len(digits) > 20:
        raise ViolationError("integer beyond 64 bits")
    return int(digits)


def _no_constant(name: str) -> float:
    raise ViolationError(f"{name} is not JSON")


_write = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_read = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_constant=_no_constant
).decode


def printable(text: str) -> str:
    """The text without lone surrogates, which JSON readers choke on."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class Encoder:
    """Turns values into nodes, collecting array bytes in ``chunks``.

    ``leaf`` is asked for the node of everything that is not plain data. ``room`` bounds the
    payload. Values are judged by their real type: what ``__class__`` or ``__array__`` of a
    student's object claim is never asked.
    """

    def __init__(self, leaf: Callable[[Any], Node], room: int) -> None:
        self.chunks: list[bytes] = []
        self._leaf = leaf
        self._room = room
        self._nodes = 0

    @property
    def payload(self) -> bytes:
        """All array bytes so far."""
        return self.chunks[0] if len(self.chunks) == 1 else b"".join(self.chunks)

    def node(self, value: Any, depth: int = 0) -> Node:
        """The node of ``value``; raises NotPlainError or TooBigError."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise NotPlainError("too deep or too many entries")
        kind = type(value)
        if value is None or kind is bool:
            return value
        encode = self._encoders.get(kind) or next(
            (encode for base, encode in self._encoders.items() if issubclass(kind, base)), None
        )
        return self._leaf(value) if encode is None else encode(self, value, depth)

    def _float(self, value: float, depth: int) -> Node:
        value = float.__float__(value)
        return value if math.isfinite(value) else {"f": repr(value)}

    def _int(self, value: int, depth: int) -> Node:
        value = int.__int__(value)
        if -(1 << 63) <= value < 1 << 63:
            return value
        if value.bit_length() > 4 * (MAX_HEX - 1):
            raise NotPlainError("huge integer")
        return {"i": format(value, "x")}

    def _complex(self, value: complex, depth: int) -> Node:
        value = complex.__add__(value, 0j)
        return {"c": [self._float(value.real, depth), self._float(value.imag, depth)]}

    def _text(self, value: str, depth: int) -> Node:
        value = printable(str.__str__(value))
        return value if len(value) <= MAX_INLINE else {"u": self._bytes_of(value.encode())}

    def _bytes(self, value: bytes, depth: int) -> Node:
        return {"b": self._bytes_of(bytes.__getitem__(value, slice(None)))}

    def _list(self, value: list[Any], depth: int) -> Node:
        return [self.node(item, depth + 1) for item in list.__iter__(value)]

    def _tuple(self, value: tuple[Any, ...], depth: int) -> Node:
        return {"t": [self.node(item, depth + 1) for item in tuple.__iter__(value)]}

    def _dict(self, value: dict[Any, Any], depth: int) -> Node:
        pairs = list(dict.items(value))
        return {"d": [[self._key(key), self.node(item, depth + 1)] for key, item in pairs]}

    def _key(self, key: Any) -> Node:
        if isinstance(key, np.generic):
            key = key.item()
        if type(key) is tuple:
            return {"t": [self._key(part) for part in key]}
        if key is not None and type(key) not in (str, int, float, bool):
            raise NotPlainError("a key that is not plain data")
        return self.node(key)

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> Node:
        array = np.ndarray.view(value, np.ndarray)
        dtype = _plain_dtype(array.dtype)
        if dtype is None or array.ndim > MAX_NDIM:
            return self._leaf(value)
        self._reserve(array.size * dtype.itemsize)
        self._bytes_of(np.asarray(array, dtype, order="C").tobytes())
        return {"a": [_NAMES[dtype], list(array.shape), _layout(array)]}

    def _scalar(self, value: np.generic, depth: int) -> Node:
        dtype = _plain_dtype(value.dtype)
        if dtype is None:
            return self._leaf(value)
        self._bytes_of(np.asarray(value, dtype).tobytes())
        return {"s": _NAMES[dtype]}

    def _reserve(self, size: int) -> None:
        if size > self._room:
            raise TooBigError(f"{size} bytes")

    def _bytes_of(self, data: bytes) -> int:
        self._reserve(len(data))
        self._room -= len(data)
        self.chunks.append(data)
        return len(data)

    # In this order: a NumPy float64 is a float too, and only its dtype tells them apart.
    _encoders: ClassVar[dict[type, Callable[..., Node]]] = {
        np.ndarray: _array,
        np.generic: _scalar,
        float: _float,
        int: _int,
        str: _text,
        list: _list,
        dict: _dict,
        tuple: _tuple,
        complex: _complex,
        bytes: _bytes,
    }


_BY_CHAR = {
    **{char: DTYPES[np.dtype(char).name] for char in "?bhilqBHILQefdFD"},
    "g": DTYPES["float64"],
    "G": DTYPES["complex128"],
}
"""How each of NumPy's own types travels: in native byte order, long doubles as doubles."""


def _plain_dtype(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    return _BY_CHAR.get(dtype.char)


def is_foreign(value: Any) -> bool:
    """Whether a value is a NumPy array or scalar of a type that does not travel."""
    kind = type(value)
    return issubclass(kind, (np.ndarray, np.generic)) and value.dtype.char not in _BY_CHAR


def _layout(array: np.ndarray[Any, Any]) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "S"


class Decoder:
    """Turns nodes back into values, taking array bytes from ``payload`` in order.

    ``remote`` is given the handle and type name of values that stay in the worker.
    """

    def __init__(self, payload: bytes, remote: Callable[[int, str], Any]) -> None:
        self._payload = memoryview(payload)
        self._offset = 0
        self._nodes = 0
        self._remote = remote

    def value(self, node: Node, depth: int = 0) -> Any:
        """The value of ``node``; raises ViolationError."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise ViolationError("too deep or too many entries")
        if isinstance(node, str):
            return text(node)
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if isinstance(node, dict):
            return self._tagged(node, depth)
        if isinstance(node, float) and not math.isfinite(node):
            raise ViolationError("number out of range")
        return node

    def finish(self) -> None:
        """Raises ViolationError when payload bytes are left over."""
        if self._offset != len(self._payload):
            raise ViolationError("bytes left over")

    def _tagged(self, node: dict[str, Node], depth: int) -> Any:
        if len(node) != 1:
            raise ViolationError("a tagged value has one key")
        ((tag, content),) = node.items()
        decode = self._decoders.get(tag)
        if decode is None:
            raise ViolationError("unknown tag")
        return decode(self, content, depth)

    def _float(self, name: Node, depth: int) -> float:
        if not isinstance(name, str) or name not in NONFINITE:
            raise ViolationError("not a float")
        return NONFINITE[name]

    def _int(self, digits: Node, depth: int) -> int:
        if not isinstance(digits, str) or len(digits) > MAX_HEX:
            raise ViolationError("not an integer")
        try:
            return int(digits, 16)
        except ValueError:
            raise ViolationError("not an integer") from None

    def _complex(self, parts: Node, depth: int) -> complex:
        real, imag = (self.value(part, depth + 1) for part in sequence(parts, 2))
        if type(real) is not float or type(imag) is not float:
            raise ViolationError("not a complex number")
        return complex(real, imag)

    def _tuple(self, items: Node, depth: int) -> tuple[Any, ...]:
        return tuple(self.value(item, depth + 1) for item in sequence(items))

    def _dict(self, pairs: Node, depth: int) -> dict[Any, Any]:
        found = {}
        for pair in sequence(pairs):
            key, item = sequence(pair, 2)
            found[self._key(key, depth + 1)] = self.value(item, depth + 1)
        return found

    def _key(self, node: Node, depth: int) -> Any:
        if isinstance(node, dict) and set(node) - {"f", "i", "t"}:
            raise ViolationError("not a key")
        if isinstance(node, dict) and "t" in node and depth <= MAX_DEPTH:
            return tuple(self._key(part, depth + 1) for part in sequence(node["t"]))
        if isinstance(node, list):
            raise ViolationError("not a key")
        return self.value(node, depth)

    def _array(self, content: Node, depth: int) -> np.ndarray[Any, Any]:
        name, shape, layout = sequence(content, 3)
        dtype, shape = _dtype(name), _shape(shape)
        flat = np.frombuffer(self._take(math.prod(shape) * dtype.itemsize), dtype)
        try:
            return _laid_out(flat.reshape(shape), layout)
        except (ValueError, MemoryError):
            raise ViolationError("not an array") from None

    def _scalar(self, name: Node, depth: int) -> Any:
        dtype = _dtype(name)
        return np.frombuffer(self._take(dtype.itemsize), dtype)[0]

    def _text(self, size: Node, depth: int) -> str:
        try:
            return str(self._take(size), "utf-8")
        except UnicodeDecodeError:
            raise ViolationError("not UTF-8") from None

    def _bytes(self, size: Node, depth: int) -> bytes:
        return bytes(self._take(size))

    def _handle(self, content: Node, depth: int) -> Any:
        handle, kind = sequence(content, 2)
        return self._remote(natural(handle), text(kind))

    def _take(self, size: Node) -> memoryview:
        end = self._offset + natural(size)
        if end > len(self._payload):
            raise ViolationError("bytes missing")
        taken = self._payload[self._offset : end]
        self._offset = end
        return taken

    _decoders: ClassVar[dict[str, Callable[..., Any]]] = {
        "f": _float,
        "i": _int,
        "c": _complex,
        "t": _tuple,
        "d": _dict,
        "a": _array,
        "s": _scalar,
        "u": _text,
        "b": _bytes,
        "r": _handle,
    }


def text(node: Node) -> str:
    """``node`` if it is a short text without lone surrogates."""
    if not isinstance(node, str) or len(node) > MAX_TEXT or printable(node) != node:
        raise ViolationError("not a text")
    return node


def natural(node: Node) -> int:
    """``node`` if it is an integer from 0 to 2**53."""
    if type(node) is not int or not 0 <= node <= 1 << 53:
        raise ViolationError("not a natural number")
    return node


def sequence(node: Node, length: int | None = None) -> list[Node]:
    """``node`` if it is a list (of that length)."""
    if not isinstance(node, list) or (length is not None and len(node) != length):
        raise ViolationError("not a list of the right length")
    return node


def _dtype(name: Node) -> np.dtype[Any]:
    if not isinstance(name, str) or name not in DTYPES:
        raise ViolationError("dtype not allowed")
    return DTYPES[name]


def _shape(node: Node) -> tuple[int, ...]:
    shape = tuple(natural(length) for length in sequence(node))
    if len(shape) > MAX_NDIM:
        raise ViolationError("too many dimensions")
    return shape


def _laid_out(array: np.ndarray[Any, Any], layout: Node) -> np.ndarray[Any, Any]:
    """A writable copy in the sender's memory layout; "S" is one that is not contiguous."""
    if layout == "S" and array.ndim:
        spaced = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)[..., ::2]
        spaced[...] = array
        return spaced
    if layout not in ("C", "F", "S"):
        raise ViolationError("unknown layout")
    return array.copy(order="F" if layout == "F" else "C")
