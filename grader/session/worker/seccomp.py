"""The system-call filter: an allow-list compiled to the kernel's filter language (BPF).

The program is a decision tree over the call's number whose leaves answer at once or first
look at arguments. It is built once and only completed with the process's own pid, because
building it costs more than everything else here. A foreign architecture or calling
convention kills the process: the numbers would mean other calls there.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import kernel, syscalls

Instruction = tuple[int, int, int, int]
"""Operation, jump if true, jump if false, constant: ``struct sock_filter``."""

_ENCODING = struct.Struct("=HBBI")

LOAD = 0x20  # A = the 32-bit word at offset k of struct seccomp_data
AND = 0x54
JUMP = 0x05
IF_EQUAL = 0x15
IF_AT_LEAST = 0x35
RETURN = 0x06

NUMBER_AT = 0
ARCHITECTURE_AT = 4
ARGUMENTS_AT = 16

KILL_PROCESS = 0x80000000
FAIL = 0x00050000  # with the errno in the low half; errno 0 pretends success
ALLOW = 0x7FFF0000

X32_CALLS = 0x40000000
"""From here on, x86_64 kernels see calls of the x32 convention."""

OWN_PID = -1
"""Stands in a table for the pid of the process that loads the filter."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """How a filter recognises an architecture, and its column in the tables."""

    audit: int
    column: int


ARCHITECTURES: Mapping[str, Architecture] = {
    "x86_64": Architecture(0xC000003E, 0),
    "aarch64": Architecture(0xC00000B7, 1),
}
SECCOMP_CALL: Mapping[str, int] = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER = 1
_ALL_THREADS = 1


@dataclass(frozen=True, slots=True)
class Among:
    """The argument, as a C int, is one of ``values``."""

    argument: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """The argument, as an unsigned C int, is smaller than ``limit``."""

    argument: int
    limit: int


@dataclass(frozen=True, slots=True)
class Bits:
    """The masked lower half of the argument equals ``value`` (or, told so, does not)."""

    argument: int
    mask: int
    value: int
    equal: bool = True


@dataclass(frozen=True, slots=True)
class FitsInt:
    """The upper half of the argument, a C long, is zero."""

    argument: int


Condition = Among | Below | Bits | FitsInt


def _given(argument: int) -> Bits:
    """The argument, a pointer, is not NULL; none lies on a multiple of 4 GB."""
    return Bits(argument, 0xFFFFFFFF, 0, False)


_O_TRUNC, _O_ACCMODE = 0o1000, 3
# Threads share their descriptors: one table each would multiply what the limit allows.
_CLONE_THREAD = 0x00010000 | 0x00000400
# A new namespace of any kind, or a descriptor for the thread.
_CLONE_MORE = 0x7E020000 | 0x00001000 | 0x00000080
_CLOCKS = Below(0, 32)  # beyond are the CPU clocks of other processes

# Below ABI 3, Landlock does not know truncation: reading must not be able to truncate, and
# access mode 3 ("neither", ioctl only) asks Landlock for no right at all.
_OPENING = {
    at: (Bits(at, _O_ACCMODE, 3, False), Bits(at, _O_TRUNC | _O_ACCMODE, _O_TRUNC, False))
    for at in (1, 2)
}

CHECKS: Mapping[str, tuple[Condition, ...]] = {
    "clock_getres": (_CLOCKS,),
    "clock_gettime": (_CLOCKS,),
    "clock_nanosleep": (_CLOCKS,),
    "clone": (FitsInt(0), Bits(0, _CLONE_THREAD | _CLONE_MORE, _CLONE_THREAD)),
    "close_range": (Among(2, (0, 4)),),  # CLOEXEC, not UNSHARE
    # F_DUPFD, F_[GS]ETFD, F_[GS]ETFL, record locks, F_DUPFD_CLOEXEC, F_GETPIPE_SZ: no owners,
    # no signals, no leases, no notification.
    "fcntl": (Among(1, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)),),
    # TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
    "ioctl": (Among(1, (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),),
    "kill": (Among(0, (OWN_PID,)),),
    "open": _OPENING[1],
    "openat": _OPENING[2],
    # Names and questions: PDEATHSIG, DUMPABLE, SECCOMP, CAPBSET_READ, TIMERSLACK, NO_NEW_PRIVS.
    "prctl": (Among(0, (15, 16, 2, 3, 21, 23, 30, 39)),),
    "prlimit64": (Among(0, (0, OWN_PID)),),
    "tgkill": (Among(0, (OWN_PID,)),),
    "tkill": (Among(0, (OWN_PID,)),),
    # "Now" (no times given) is how Path.touch asks whether a file exists: that must not succeed.
    "futimesat": (_given(2),),
    "utime": (_given(1),),
    "utimensat": (_given(2),),
    "utimes": (_given(1),),
}
"""What must hold, besides what a call's table says; the answer is EPERM where it does not."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A finished program but for the pid, which belongs at the byte offsets ``pid_at``."""

    machine: str
    code: bytes
    pid_at: tuple[int, ...]

    def for_process(self, pid: int) -> bytearray:
        """Return the program for the process ``pid``: an array of ``struct sock_filter``."""
        code = bytearray(self.code)
        for offset in self.pid_at:
            struct.pack_into("=I", code, offset, pid)
        return code


def build(machine: str) -> Filter | None:
    """Compile the tables for ``machine`` (as ``uname -m`` says); ``None`` if it is in no table."""
    architecture = ARCHITECTURES.get(machine)
    if architecture is None:
        return None
    program = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (IF_EQUAL, 1, 0, architecture.audit),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        *_tree(_ranges(_leaves(architecture.column), machine)),
    ]
    size = _ENCODING.size
    return Filter(
        machine,
        b"".join(_ENCODING.pack(o, t, f, k & 0xFFFFFFFF) for o, t, f, k in program),
        tuple(at * size + 4 for at, (_, _, _, k) in enumerate(program) if k == OWN_PID),
    )


def load(filter_: Filter, pid: int) -> bool:
    """Confine this process, whose pid is ``pid``, for good; tell whether the kernel did it.

    Asks for no_new_privs to be set before.
    """
    code = filter_.for_process(pid)
    program = bytearray(struct.pack("@HxxxxxxQ", len(code) // _ENCODING.size, kernel.address(code)))
    try:
        refused = kernel.call(
            SECCOMP_CALL[filter_.machine],
            _SET_MODE_FILTER,
            _ALL_THREADS,
            kernel.address(program),
        )
    except OSError:
        return False
    return refused == 0  # otherwise the thread that could not follow


def _leaves(column: int) -> dict[int, tuple[Instruction, ...]]:
    answers: Sequence[tuple[syscalls.Numbers, int]] = (
        (syscalls.ALLOWED, ALLOW),
        (syscalls.CHECKED, ALLOW),
        (syscalls.PRETENDED, FAIL),
        (syscalls.UNSUPPORTED, FAIL | errno.EOPNOTSUPP),
        (syscalls.REFUSED, FAIL | errno.EPERM),
    )
    return {
        number: _checked(CHECKS.get(name, ()), answer)
        for table, answer in answers
        for name, numbers in table.items()
        if (number := numbers[column]) is not None
    }


def _checked(conditions: Iterable[Condition], answer: int) -> tuple[Instruction, ...]:
    code: list[Instruction] = []
    for condition in conditions:
        code += _test(condition)
        code.append((RETURN, 0, 0, FAIL | errno.EPERM))
    return (*code, (RETURN, 0, 0, answer))


def _test(condition: Condition) -> list[Instruction]:
    """Code that skips the one instruction after it when the condition holds."""
    low = ARGUMENTS_AT + 8 * condition.argument  # both architectures are little-endian
    match condition:
        case Among(_, values):
            count = len(values)
            tests = [(IF_EQUAL, count - at, 0, value) for at, value in enumerate(values)]
            return [(LOAD, 0, 0, low), *tests]
        case Below(_, limit):
            return [(LOAD, 0, 0, low), (IF_AT_LEAST, 0, 1, limit)]
        case Bits(_, mask, value, equal):
            hit = (1, 0) if equal else (0, 1)
            return [(LOAD, 0, 0, low), (AND, 0, 0, mask), (IF_EQUAL, *hit, value)]
        case FitsInt():
            return [(LOAD, 0, 0, low + 4), (IF_EQUAL, 1, 0, 0)]


_Range = tuple[int, tuple[Instruction, ...]]


def _ranges(leaves: Mapping[int, tuple[Instruction, ...]], machine: str) -> list[_Range]:
    """First numbers of runs of calls that are answered alike, with the answer's code."""
    unknown = ((RETURN, 0, 0, FAIL | errno.ENOSYS),)
    ends = {number + 1 for number in leaves}
    starts = {number: leaves.get(number, unknown) for number in {0, *leaves, *ends}}
    if machine == "x86_64":
        starts[X32_CALLS] = ((RETURN, 0, 0, KILL_PROCESS),)
    runs: list[_Range] = []
    for number, code in sorted(starts.items()):
        if not runs or runs[-1][1] != code:
            runs.append((number, code))
    return runs


def _tree(ranges: Sequence[_Range]) -> list[Instruction]:
    if len(ranges) == 1:
        return list(ranges[0][1])
    middle = len(ranges) // 2
    below, above = _tree(ranges[:middle]), _tree(ranges[middle:])
    first = ranges[middle][0]
    if len(below) < 256:  # a conditional jump has eight bits to say how far
        return [(IF_AT_LEAST, len(below), 0, first), *below, *above]
    return [(IF_AT_LEAST, 0, 1, first), (JUMP, 0, 0, len(below)), *below, *above]
