"""Looks for keys of the user. Breach: it may."""

import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
column = 0 if platform.machine() == "x86_64" else 1


def call(numbers, *arguments):
    return libc.syscall(*(ctypes.c_long(value) for value in (numbers[column], *arguments)))


if call((250, 219), 0, -3, 1) > 0:
    breach("a keyring")


def double(x):
    return 0 * x
