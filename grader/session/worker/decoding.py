"""From the wire's nodes back to values, refusing whatever breaks a rule; see wire."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from . import wire

FORM = re.compile(r"([a-z]+[0-9]*) ((?:[0-9]{1,15}(?:,[0-9]{1,15})*)?) ([CFS])")


class Decoder:
    """Turns nodes back into values, taking array bytes from ``payload`` in order.

    ``remote`` is given the handle and type name of values that stay in the worker.
    """

    def __init__(self, payload: bytes, remote: Callable[[int, str], Any]) -> None:
        self._payload = memoryview(payload)
        self._length = len(payload)
        self._offset = 0
        self._nodes = self._keys = 0
        self._remote = remote

    def begin(self, remote: Callable[[int, str], Any]) -> None:
        """Go on with another value, which may be as large as the one before."""
        self._nodes = self._keys = 0
        self._remote = remote

    def value(self, node: wire.Node, depth: int = 0) -> Any:
        """The value of ``node``; raises wire.ViolationError."""
        self._nodes += 1
        if depth > wire.MAX_DEPTH or self._nodes > wire.MAX_NODES:
            raise wire.ViolationError("too deep or too many entries")
        kind = type(node)  # JSON gives plain types, never a subclass
        if kind is str:
            decode = self._marked.get(node[:1])
            if decode is None:
                raise wire.ViolationError("unknown mark")
            return decode(self, node[1:])
        if kind is dict:
            return self._tagged(node, depth)
        if kind is list:
            return [self.value(item, depth + 1) for item in node]
        if (kind is float and not math.isfinite(node)) or (
            kind is int and not -(1 << 63) <= node < 1 << 63
        ):
            raise wire.ViolationError("number out of range")
        return node

    def finish(self) -> None:
        """Raises wire.ViolationError when payload bytes are left over."""
        if self._offset != self._length:
            raise wire.ViolationError("bytes left over")

    def _tagged(self, node: dict[str, wire.Node], depth: int) -> Any:
        if len(node) != 1:
            raise wire.ViolationError("a tagged value has one key")
        ((tag, content),) = node.items()
        decode = self._holders.get(tag)
        if decode is None:
            raise wire.ViolationError("unknown tag")
        return decode(self, content, depth)

    def _float(self, name: str) -> float:
        if name not in wire.NONFINITE:
            raise wire.ViolationError("not a float")
        return wire.NONFINITE[name]

    def _int(self, digits: str) -> int:
        if len(digits) > wire.MAX_HEX:
            raise wire.ViolationError("not an integer")
        try:
            return int(digits, 16)
        except ValueError:
            raise wire.ViolationError("not an integer") from None

    def _complex(self, parts: wire.Node, depth: int) -> complex:
        real, imag = (self.value(part, depth + 1) for part in wire.sequence(parts, 2))
        if type(real) is not float or type(imag) is not float:
            raise wire.ViolationError("not a complex number")
        return complex(real, imag)

    def _tuple(self, items: wire.Node, depth: int) -> tuple[Any, ...]:
        return tuple(self.value(item, depth + 1) for item in wire.sequence(items))

    def _dict(self, pairs: wire.Node, depth: int) -> dict[Any, Any]:
        found = {}
        for pair in wire.sequence(pairs):
            key, item = wire.sequence(pair, 2)
            usual = type(key) is str and key[:1] == "'"
            name = wire.text(key[1:]) if usual else self._key(key, depth + 1)
            found[name] = self.value(item, depth + 1)
        return found

    def _key(self, node: wire.Node, depth: int) -> Any:
        self._keys += not (isinstance(node, str) and node[:1] == "'")
        if self._keys > wire.MAX_KEYS:
            raise wire.ViolationError("too many keys")
        if isinstance(node, dict) and set(node) == {"t"} and depth <= wire.MAX_DEPTH:
            return tuple(self._key(part, depth + 1) for part in wire.sequence(node["t"]))
        if isinstance(node, (list, dict)) or (isinstance(node, str) and node[:1] not in "'fi"):
            raise wire.ViolationError("not a key")
        return self.value(node, depth)

    def _array(self, form: str) -> np.ndarray[Any, Any]:
        dtype, shape, size, layout = _form(form)
        start = self._passed(size)
        try:
            return _laid_out(np.ndarray(shape, dtype, self._payload, start), layout)
        except (ValueError, MemoryError):
            raise wire.ViolationError("not an array") from None

    def _scalar(self, name: str) -> Any:
        dtype = _dtype(name)
        return np.frombuffer(self._take(dtype.itemsize), dtype)[0]

    def _text(self, text: str) -> str:
        return wire.text(text)

    def _long_text(self, size: str) -> str:
        try:
            return str(self._take(wire.digits(size)), "utf-8")
        except UnicodeDecodeError:
            raise wire.ViolationError("not UTF-8") from None

    def _bytes(self, size: str) -> bytes:
        return bytes(self._take(wire.digits(size)))

    def _handle(self, content: str) -> Any:
        handle, _, kind = content.partition(" ")
        return self._remote(wire.digits(handle), wire.text(kind))

    def _take(self, size: int) -> memoryview:
        start = self._passed(size)
        return self._payload[start : start + size]

    def _passed(self, size: int) -> int:
        """Where the next ``size`` bytes start, which are taken by that."""
        start = self._offset
        self._offset = start + size
        if self._offset > self._length:
            raise wire.ViolationError("bytes missing")
        return start

    _marked: ClassVar[dict[str, Callable[[Decoder, str], Any]]] = {
        "'": _text,
        "a": _array,
        "r": _handle,
        "s": _scalar,
        "f": _float,
        "i": _int,
        "u": _long_text,
        "b": _bytes,
    }
    _holders: ClassVar[dict[str, Callable[[Decoder, wire.Node, int], Any]]] = {
        "d": _dict,
        "t": _tuple,
        "c": _complex,
    }


def _dtype(name: str) -> np.dtype[Any]:
    if name not in wire.DTYPES:
        raise wire.ViolationError("dtype not allowed")
    return wire.DTYPES[name]


@lru_cache(maxsize=512)
def _form(text: str) -> tuple[np.dtype[Any], tuple[int, ...], int, str]:
    """An array's dtype, shape, bytes and layout. The same few come up again and again."""
    found = FORM.fullmatch(text)
    if found is None:
        raise wire.ViolationError("not the form of an array")
    name, lengths, layout = found.groups()
    shape = tuple(int(length) for length in lengths.split(",") if length)
    if len(shape) > wire.MAX_NDIM:
        raise wire.ViolationError("too many dimensions")
    dtype = _dtype(name)
    return dtype, shape, math.prod(shape) * dtype.itemsize, layout


def _laid_out(array: np.ndarray[Any, Any], layout: str) -> np.ndarray[Any, Any]:
    """A writable copy in the sender's memory layout; "S" is one that is not contiguous."""
    if layout == "S" and array.ndim:
        spaced = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)[..., ::2]
        spaced[...] = array
        return spaced
    return array.copy(order="F" if layout == "F" else "C")
