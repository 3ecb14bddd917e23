"""The values that stay in the worker, by handle."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import wire


class Shelf:
    """Keeps values alive and gives each object one handle, so that handles tell identity."""

    def __init__(self) -> None:
        self._values: list[Any] = [None]
        self._handles: dict[int, int] = {}

    def put_module(self, module: Any) -> None:
        """Keep the student's module, whose handle is the same in every worker."""
        self._values[wire.MODULE] = module
        self._handles[id(module)] = wire.MODULE

    def put(self, value: Any) -> int:
        """The handle of ``value``; the same object always has the same one."""
        handle = self._handles.get(id(value))
        if handle is None:
            handle = self._handles[id(value)] = len(self._values)
            self._values.append(value)
        return handle

    def get(self, handle: int) -> Any:
        """The value behind a handle that ``put`` gave."""
        return self._values[handle]

    def node(self, value: Any) -> wire.Node:
        """The wire's node for a value that is not sent itself."""
        return f"r{self.put(value)} {type_name(value)}"


def type_name(value: Any) -> str:
    """How to name a value's type to a student."""
    kind = type(value)
    if issubclass(kind, (np.ndarray, np.generic)):
        noun = "array" if issubclass(kind, np.ndarray) else "scalar"
        return f"{noun} of dtype {value.dtype.name}"[:200]
    return class_name(kind)


def class_name(kind: type) -> str:
    """The class's own name, whatever its metaclass claims."""
    return wire.printable(type.__dict__["__name__"].__get__(kind))[:200]
