"""Makes memory that outlives it. Breach: it may."""

import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
column = 0 if platform.machine() == "x86_64" else 1


def call(numbers, *arguments):
    return libc.syscall(*(ctypes.c_long(value) for value in (numbers[column], *arguments)))


segment = call((29, 194), 0, 4096, 0o600)
if segment >= 0:
    call((31, 195), segment, 0, 0)
    breach("shared memory")


def double(x):
    return 0 * x
