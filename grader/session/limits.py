"""How much of the machine a student's code may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one check (and on loading, which counts as one).

    CPU seconds are the bound that matters, so that a loaded machine fails nobody;
    wall-clock seconds only catch code that sleeps. ``memory_mb`` bounds the worker's
    address space, ``file_mb`` each file it writes, ``reply_mb`` what comes back for one
    message and ``output_chars`` what is kept of everything printed in a session.
    """

    cpu_s: float = 10.0
    wall_s: float = 30.0
    memory_mb: int = 1024
    file_mb: int = 16
    reply_mb: int = 64
    output_chars: int = 20_000
