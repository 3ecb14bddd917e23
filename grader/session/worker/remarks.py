"""Warnings raised while student code runs, whatever filters the student has set."""

from __future__ import annotations

import warnings
from types import TracebackType
from typing import Any

import numpy as np

from . import wire
from .shelf import class_name

MAX_WARNINGS = 20


class Warned:
    """A context that collects distinct (category, message) pairs in ``found``."""

    def __init__(self) -> None:
        self.found: list[list[str]] = []
        self._catch = warnings.catch_warnings()
        self._floats = np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")

    def __enter__(self) -> Warned:
        self._catch.__enter__()
        self._floats.__enter__()
        warnings.simplefilter("always")
        warnings.showwarning = self._note  # type: ignore[assignment]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._floats.__exit__(kind, error, trace)
        self._catch.__exit__(kind, error, trace)

    def _note(self, message: Warning | str, category: type[Warning], *where: Any) -> None:
        if len(self.found) < MAX_WARNINGS:
            pair = [class_name(category), wire.printable(str(message))[:500]]
            if pair not in self.found:
                self.found.append(pair)
