"""What a worker gives up for good before it touches a byte of a submission.

Parts that the platform lacks are left out and reported as such; what holds is decided by
trying (``self_test``), not by what the kernel's calls returned.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from . import kernel, landlock, seccomp

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Wanted = Literal["full", "process"]
Level = Literal["full", "partial", "process"]

PARTS = ("capabilities", "no_new_privs", "parent_death", "landlock", "seccomp")
ESCAPES = ("no_foreign_reading", "no_foreign_writing", "no_network", "no_processes", "no_signals")

_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63
_LOCKED_SECUREBITS = 0b11101111
"""Uid 0 means nothing, capabilities are kept by nothing, and neither can be changed back."""

_MEGABYTE = 1 << 20
_DESCRIPTORS = 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """The costly half of confinement, made once in the process that forks the workers."""

    locks: landlock.Locks | None
    filter: seccomp.Filter | None

    def close(self) -> None:
        """Let go of the locks, in this process."""
        if self.locks is not None:
            os.close(self.locks.common)


def prepare(readable: Sequence[str], ground: str) -> Prepared:
    """Make the locks for workers in ``ground`` and build the system-call filter."""
    if sys.platform != "linux":
        return Prepared(None, None)
    return Prepared(_locks(readable, ground), seccomp.build(kernel.machine()))


def _locks(readable: Sequence[str], ground: str) -> landlock.Locks | None:
    abi = landlock.usable_version()
    try:
        return landlock.prepare(readable, ground, abi) if abi else None
    except OSError:
        return None


def limit_resources(cpu_s: int, memory_mb: int, file_mb: int) -> dict[str, bool]:
    """Bound the address space, CPU time, file size and descriptors of this process.

    At ``cpu_s`` seconds the process gets SIGXCPU, a second later it is killed. Limits can
    only be lowered. Returns which limits hold; none do on Windows, not all on macOS.
    """
    if resource is None:
        return {}
    memory, file = memory_mb * _MEGABYTE, file_mb * _MEGABYTE
    limits = {
        "AS": (memory, memory),
        "CPU": (cpu_s, cpu_s + 1),
        "FSIZE": (file, file),
        "NOFILE": (_DESCRIPTORS, _DESCRIPTORS),
        "CORE": (1, 1),  # 0 would still start a crash reporter, where the system has one
        "MSGQUEUE": (0, 0),
        "MEMLOCK": (0, 0),
    }
    held = {}
    for name, (soft, hard) in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        held[f"limit_{name.lower()}"] = number is not None and _limit(number, soft, hard)
    return held


def _limit(number: int, soft: int, hard: int) -> bool:
    ceiling = resource.getrlimit(number)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    try:
        resource.setrlimit(number, (min(soft, hard), hard))
    except (OSError, ValueError):  # macOS refuses an address space below what is in use
        return False
    return True


def confine(
    scratch: str, readable: Sequence[str], wanted: Wanted, prepared: Prepared | None = None
) -> dict[str, bool]:
    """Lock this process into ``scratch``; return which parts hold.

    ``readable`` are paths as ``readable_paths`` gives them; ``prepared``, made by ``prepare``
    before a fork, replaces them and has its descriptor closed.
    "process" stops where an honest program could notice. Must run in the only thread.
    A missing feature is a part that does not hold, never an exception.
    """
    parts = dict.fromkeys(PARTS, False)
    if sys.platform != "linux":
        return parts
    prepared = prepared or prepare(readable if wanted == "full" else (), scratch)
    parts["capabilities"] = drop_capabilities()
    parts["no_new_privs"] = _succeeds(lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1))
    # Dropping privileges clears this one, so it comes after.
    parts["parent_death"] = _succeeds(lambda: kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL))
    if wanted == "full" and prepared.locks is not None:
        parts["landlock"] = landlock.restrict(prepared.locks, scratch)
    if parts["landlock"]:
        # The parent may look at what this process holds; no other worker can get at /proc.
        _succeeds(lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 1))
    prepared.close()
    if wanted == "full" and prepared.filter is not None:
        parts["seccomp"] = seccomp.load(prepared.filter, os.getpid())
    return parts


def drop_capabilities() -> bool:
    """Leave root nothing but its name; tell whether no capability remains in force."""
    # These three need capabilities that only root has; an ordinary user's failure is no loss.
    _succeeds(lambda: kernel.prctl(kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_CLEAR_ALL))
    for capability in range(_LAST_CAPABILITY + 1):
        if not _succeeds(lambda: kernel.prctl(kernel.PR_CAPBSET_DROP, capability)):  # noqa: B023
            break
    _succeeds(lambda: kernel.prctl(kernel.PR_SET_SECUREBITS, _LOCKED_SECUREBITS))
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    return _succeeds(lambda: kernel.set_capabilities(header, bytes(24)))


def _succeeds(action: Callable[[], object]) -> bool:
    try:
        action()
    except OSError:
        return False
    return True


def self_test(canaries: Sequence[str], outside: str, victim: int) -> dict[str, bool]:
    """Try to break out of this confined process; return which defences held.

    ``canaries`` are readable files and ``outside`` a writable folder that the worker was not
    given, ``victim`` the pid of a process of the same user. Harmless where a defence fails.
    """
    return {
        "no_foreign_reading": all(_refused(partial(_read, canary)) for canary in canaries),
        "no_foreign_writing": _refused(lambda: _write_into(outside)),
        "no_network": _refused(_open_sockets),
        "no_processes": _refused(_fork),
        "no_signals": _refused(lambda: os.kill(victim, 0)),
    }


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    except OSError:  # for another reason: that proves nothing
        return False
    return False


def _read(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY))


def _write_into(folder: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    path = os.path.join(folder, f"breach-{os.getpid()}")
    os.close(os.open(path, flags, 0o600))
    os.unlink(path)


def _open_sockets() -> None:
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def level(parts: Mapping[str, bool]) -> Level:
    """The level that ``confine`` and ``self_test`` reached together."""
    if all(parts.get(name, False) for name in (*PARTS, *ESCAPES)):
        return "full"
    return "partial" if any(parts.get(name, False) for name in ESCAPES) else "process"
