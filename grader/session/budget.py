"""The time a check may still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from .limits import Limits

GLANCE_S = 0.05
"""How long to wait for a reply before looking at the clocks again."""


class OverrunError(Exception):
    """The budget is spent; ``clock`` tells which."""

    def __init__(self, clock: Literal["cpu", "wall", "disk", "threads"]) -> None:
        super().__init__(clock)
        self.clock = clock


class Budget:
    """CPU and wall-clock time of one check, over all the workers that it uses up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._deadline = time.monotonic() + limits.wall_s
        self._cpu_left = limits.cpu_s
        self._clock: Callable[[], float | None] = lambda: None
        self._seen: float | None = None

    def follow(self, clock: Callable[[], float | None]) -> None:
        """Count a worker's CPU time from now on; ``clock`` gives seconds, or None if unknown."""
        self._clock = clock
        self._seen = clock()

    def wait_s(self) -> float:
        """Seconds to wait at most before asking again; raises OverrunError when time is up."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OverrunError("wall")
        now = self._clock()
        if now is not None and self._seen is not None:
            self._cpu_left -= now - self._seen
            self._seen = now
        if self._cpu_left <= 0:
            raise OverrunError("cpu")
        return min(left, self._cpu_left, GLANCE_S)
