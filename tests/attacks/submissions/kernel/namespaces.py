"""Makes a user namespace of its own. Breach: it may."""

import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
column = 0 if platform.machine() == "x86_64" else 1


def call(numbers, *arguments):
    return libc.syscall(*(ctypes.c_long(value) for value in (numbers[column], *arguments)))


if call((272, 97), 0x10000000) == 0:
    breach("a user namespace")


def double(x):
    return 0 * x
