"""The time a check may still take."""

from __future__ import annotations

import time
from typing import Literal, Protocol

from .limits import Limits

GLANCE_S = 0.05
"""How long to wait for a reply before looking at the clocks again."""


class OverrunError(Exception):
    """The budget is spent; ``clock`` tells which."""

    def __init__(self, clock: Literal["cpu", "wall", "disk", "threads"]) -> None:
        super().__init__(clock)
        self.clock = clock


class Clocks(Protocol):
    """A worker's own clocks, in seconds; see Process."""

    def cpu_s(self) -> float | None:
        """CPU time used; None if unknown."""

    def delayed_s(self) -> float:
        """Time spent ready to run while others had the cores; 0 if unknown."""


class Budget:
    """CPU and wall-clock time of one check, over all the workers that it uses up.

    Time for which the machine kept a worker waiting is not counted, so that a loaded machine
    fails nobody.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._deadline = time.monotonic() + limits.wall_s
        self._cpu_left = limits.cpu_s
        self._clocks: Clocks | None = None
        self._seen: float | None = None
        self._excused = 0.0

    def follow(self, clocks: Clocks) -> None:
        """Count a worker's time from now on."""
        self._clocks = clocks
        self._seen = clocks.cpu_s()
        self._excused = clocks.delayed_s()

    def wait_s(self) -> float:
        """Seconds to wait at most before asking again; raises OverrunError when time is up."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            left = self._extended()
        now = None if self._clocks is None else self._clocks.cpu_s()
        if now is not None and self._seen is not None:
            self._cpu_left -= now - self._seen
            self._seen = now
        if self._cpu_left <= 0:
            raise OverrunError("cpu")
        return min(left, self._cpu_left, GLANCE_S)

    def _extended(self) -> float:
        """What is left after all, since the worker wanted to run and could not."""
        if self._clocks is not None:
            delayed = self._clocks.delayed_s()
            self._deadline += delayed - self._excused
            self._excused = delayed
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OverrunError("wall")
        return left
