"""From values to the wire's nodes; see wire."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from . import wire


class Encoder:
    """Turns values into nodes, collecting array bytes in ``chunks``.

    ``leaf`` is asked for the node of everything that is not plain data. ``room`` bounds the
    payload. Values are judged by their real type: what ``__class__`` or ``__array__`` of a
    student's object claim is never asked.
    """

    def __init__(self, leaf: Callable[[Any], wire.Node], room: int) -> None:
        self.chunks: list[bytes] = []
        self._leaf = leaf
        self._room = room
        self._nodes = self._keys = 0

    @property
    def payload(self) -> bytes:
        """All array bytes so far."""
        return self.chunks[0] if len(self.chunks) == 1 else b"".join(self.chunks)

    def node(self, value: Any, depth: int = 0) -> wire.Node:
        """The node of ``value``; raises wire.NotPlainError or wire.TooBigError."""
        self._nodes += 1
        if depth > wire.MAX_DEPTH or self._nodes > wire.MAX_NODES:
            raise wire.NotPlainError("too deep or too many entries")
        kind = type(value)
        if value is None or kind is bool:
            return value
        encode = self._encoders.get(kind)
        if encode is None:
            if not issubclass(kind, self._plain):
                return self._leaf(value)
            encode = next(each for base, each in self._encoders.items() if issubclass(kind, base))
        return encode(self, value, depth)

    def _float(self, value: float, depth: int) -> wire.Node:
        value = float.__float__(value)
        return value if math.isfinite(value) else f"f{value!r}"

    def _int(self, value: int, depth: int) -> wire.Node:
        value = int.__int__(value)
        if -(1 << 63) <= value < 1 << 63:
            return value
        if value.bit_length() > 4 * (wire.MAX_HEX - 1):
            raise wire.NotPlainError("huge integer")
        return f"i{value:x}"

    def _complex(self, value: complex, depth: int) -> wire.Node:
        value = complex.__add__(value, 0j)
        return {"c": [self._float(value.real, depth), self._float(value.imag, depth)]}

    def _text(self, value: str, depth: int) -> wire.Node:
        value = wire.printable(str.__str__(value))
        return f"'{value}" if len(value) <= wire.MAX_INLINE else f"u{self._taken(value.encode())}"

    def _bytes(self, value: bytes, depth: int) -> wire.Node:
        return f"b{self._taken(bytes.__getitem__(value, slice(None)))}"

    def _list(self, value: list[Any], depth: int) -> wire.Node:
        return [self.node(item, depth + 1) for item in list.__iter__(value)]

    def _tuple(self, value: tuple[Any, ...], depth: int) -> wire.Node:
        return {"t": [self.node(item, depth + 1) for item in tuple.__iter__(value)]}

    def _dict(self, value: dict[Any, Any], depth: int) -> wire.Node:
        pairs = list(dict.items(value))
        return {"d": [[self._key(key), self.node(item, depth + 1)] for key, item in pairs]}

    def _key(self, key: Any) -> wire.Node:
        if isinstance(key, np.generic):
            key = key.item()
        if type(key) is str and len(key) <= wire.MAX_INLINE:
            self._nodes += 1
            return f"'{wire.printable(key)}"
        self._keys += 1
        if self._keys > wire.MAX_KEYS:
            raise wire.NotPlainError("too many keys")
        if type(key) is tuple:
            return {"t": [self._key(part) for part in key]}
        if key is not None and type(key) not in (int, float, bool):
            raise wire.NotPlainError("a key that is not plain data")
        return self.node(key)

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> wire.Node:
        array = np.ndarray.view(value, np.ndarray)
        dtype = wire.plain_dtype(array.dtype)
        if dtype is None or array.ndim > wire.MAX_NDIM:
            return self._leaf(value)
        self._reserve(array.size * dtype.itemsize)  # before it is copied
        usual = array if array.dtype is dtype else np.asarray(array, dtype)
        self._keep(usual.tobytes())
        return f"a{wire.NAMES[dtype]} {','.join(map(str, array.shape))} {_layout(array)}"

    def _scalar(self, value: np.generic, depth: int) -> wire.Node:
        dtype = wire.plain_dtype(value.dtype)
        if dtype is None:
            return self._leaf(value)
        self._taken(np.asarray(value, dtype).tobytes())
        return f"s{wire.NAMES[dtype]}"

    def _reserve(self, size: int) -> None:
        if size > self._room:
            raise wire.TooBigError(f"{size} bytes")

    def _taken(self, data: bytes) -> int:
        self._reserve(len(data))
        self._keep(data)
        return len(data)

    def _keep(self, data: bytes) -> None:
        self._room -= len(data)
        self.chunks.append(data)

    # In this order: a NumPy float64 is a float too, and only its dtype tells them apart.
    _encoders: ClassVar[dict[type, Callable[..., wire.Node]]] = {
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
    _plain: ClassVar[tuple[type, ...]] = tuple(_encoders)


def _layout(array: np.ndarray[Any, Any]) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "S"
