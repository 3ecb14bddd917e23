"""Student code runs in a worker process; the parent holds proxies and judges.

Names are resolved when first used, so that a worker's interpreter can be started before
this process spends its time on importing NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .accounts import CallRecord, LoadReport, Problem, Snapshot
    from .faults import GraderFault, Lost, StudentFault
    from .ground import Ground, clear_abandoned
    from .launcher import Launcher
    from .limits import Limits
    from .proxies import (
        Remote,
        Student,
        construct,
        entries,
        fill,
        filled,
        same_object,
        write,
    )
    from .session import Session
    from .source import Source
    from .steps import Later, Steps

__all__ = [
    "CallRecord",
    "GraderFault",
    "Ground",
    "Later",
    "Launcher",
    "Limits",
    "LoadReport",
    "Lost",
    "Problem",
    "Remote",
    "Session",
    "Snapshot",
    "Source",
    "Steps",
    "Student",
    "StudentFault",
    "clear_abandoned",
    "construct",
    "entries",
    "fill",
    "filled",
    "same_object",
    "write",
]

_HOMES = {
    "CallRecord": "accounts",
    "LoadReport": "accounts",
    "Problem": "accounts",
    "Snapshot": "accounts",
    "GraderFault": "faults",
    "Lost": "faults",
    "Ground": "ground",
    "StudentFault": "faults",
    "Later": "steps",
    "Launcher": "launcher",
    "Limits": "limits",
    "Remote": "proxies",
    "Student": "proxies",
    "clear_abandoned": "ground",
    "construct": "proxies",
    "entries": "proxies",
    "fill": "proxies",
    "filled": "proxies",
    "same_object": "proxies",
    "write": "proxies",
    "Session": "session",
    "Source": "source",
    "Steps": "steps",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'grader.session' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return found
