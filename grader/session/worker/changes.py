"""Which arguments a call changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

MAX_PARTS = 2_000
MAX_LABELS = 20


class Watch:
    """Remembers the arrays and containers among a call's arguments as they were before it."""

    def __init__(self, args: list[Any], kwargs: dict[str, Any]) -> None:
        self._arrays: list[tuple[str, np.ndarray[Any, Any], bytes]] = []
        self._containers: list[tuple[str, Any, dict[Any, Any]]] = []
        for number, value in enumerate(args, 1):
            self._remember(f"argument {number}", value, 0)
        for name, value in kwargs.items():
            self._remember(f"argument {name}", value, 0)

    def _remember(self, label: str, value: Any, depth: int) -> None:
        if depth > 8 or len(self._arrays) + len(self._containers) > MAX_PARTS:
            return
        if issubclass(type(value), np.ndarray):
            self._arrays.append((label, value, np.ndarray.tobytes(value)))
        elif type(value) in (list, tuple, dict):
            parts = _parts(value)
            self._containers.append((label, value, parts))
            for key, part in parts.items():
                self._remember(f"{label}[{key!r}]"[:100], part, depth + 1)

    def changed(self) -> list[str]:
        """Labels of what is no longer as it was, e.g. ``argument 2['W1']``."""
        labels = dict.fromkeys([*self._changed_arrays(), *self._changed_entries()])
        return list(labels)[:MAX_LABELS]

    def _changed_arrays(self) -> Iterator[str]:
        return (
            label for label, array, before in self._arrays if np.ndarray.tobytes(array) != before
        )

    def _changed_entries(self) -> Iterator[str]:
        for label, container, before in self._containers:
            after = _parts(container)
            for key in [*before, *(key for key in after if key not in before)]:
                if key not in before or key not in after or before[key] is not after[key]:
                    yield f"{label}[{key!r}]"[:100]


def _parts(container: Any) -> dict[Any, Any]:
    return dict(container) if type(container) is dict else dict(enumerate(container))
