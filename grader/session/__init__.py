"""Student code runs in a worker process; the parent holds proxies and judges."""

from __future__ import annotations

from .accounts import CallRecord, LoadReport, Problem, Snapshot
from .faults import GraderFault, StudentFault
from .launcher import Launcher
from .limits import Limits
from .proxies import Remote, Student, same_object, write
from .session import Session
from .source import Source

__all__ = [
    "CallRecord",
    "GraderFault",
    "Launcher",
    "Limits",
    "LoadReport",
    "Problem",
    "Remote",
    "Session",
    "Snapshot",
    "Source",
    "Student",
    "StudentFault",
    "same_object",
    "write",
]
