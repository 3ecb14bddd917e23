"""The one door to the Linux kernel: raw system calls through the C library Python runs on.

No compiler, no wrapper library and no search for one: ``CDLL(None)`` is what is already
loaded. Elsewhere than on Linux every call fails as on a kernel that lacks it.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from typing import Any

try:
    import ctypes
except ImportError:  # a Python built without libffi
    ctypes = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


def _libc() -> Any:
    if sys.platform != "linux" or ctypes is None:
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    # Full words: a C int would leave the upper half of a register to chance.
    libc.syscall.argtypes = [ctypes.c_long] * 5
    libc.syscall.restype = ctypes.c_long
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    return libc


_LIBC = _libc()


def machine() -> str:
    """The architecture whose calls this process makes ("x86_64"), or "" where unsure."""
    if _LIBC is None or struct.calcsize("P") != 8:
        return ""
    return os.uname().machine


def call(number: int, first: int = 0, second: int = 0, third: int = 0, fourth: int = 0) -> int:
    """Make one system call; ``OSError`` with the kernel's errno when it fails."""
    if _LIBC is None:
        raise _missing()
    return _checked(_LIBC.syscall(number, first, second, third, fourth))


def prctl(option: int, argument: int = 0) -> int:
    """Ask or tell the kernel about this process; ``OSError`` when it refuses."""
    if _LIBC is None:
        raise _missing()
    return _checked(_LIBC.prctl(option, argument, 0, 0, 0))


def set_capabilities(header: bytes, sets: bytes) -> None:
    """capset(2), with the structures of linux/capability.h; ``OSError`` when it fails."""
    if _LIBC is None:
        raise _missing()
    _checked(_LIBC.capset(header, sets))


def address(buffer: bytearray) -> int:
    """Where ``buffer`` lies in memory, to be handed to a call while ``buffer`` is alive."""
    return ctypes.addressof(ctypes.c_char.from_buffer(buffer))


def _missing() -> OSError:
    return OSError(errno.ENOSYS, "no system calls on this platform")


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
