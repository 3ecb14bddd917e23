"""A defect of a checks module, in words for its author."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

CHECKS = "_checks_"
"""How the names of loaded checks modules begin."""


def described(error: BaseException) -> str:
    """The exception, and the last line of a checks module that it came through."""
    text = f"{type(error).__name__}: {error}"
    place = _place(error.__traceback__)
    return f"{text} ({place})" if place else text


def _place(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        if str(trace.tb_frame.f_globals.get("__name__")).startswith(CHECKS):
            name = Path(trace.tb_frame.f_code.co_filename).name
            place = f"checks/{name} line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
