"""Reads another process by debugging calls. Breach: it may attach."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in (VICTIM, os.getppid()):
    if libc.ptrace(0x4206, pid, 0, 0) == 0:
        breach("traced", pid)


def double(x):
    return 0 * x
