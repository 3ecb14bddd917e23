"""Makes every system call there is with arguments of no use. Breach: the grader fails."""

import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
column = 0 if platform.machine() == "x86_64" else 1


def call(numbers, *arguments):
    return libc.syscall(*(ctypes.c_long(value) for value in (numbers[column], *arguments)))


spared = {1, 2, 57, 58, 60, 93, 94, 231, 64, 220, 435, 169, 142}  # output, exits, copies, reboot


def double(x):
    for number in range(500):
        if number not in spared:
            call((number, number), -1, -1, -1, -1, -1, -1)
    return 0 * x
