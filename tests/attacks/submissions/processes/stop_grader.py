"""Asks to signal the grader. Breach: it may."""

import os

for pid in (os.getppid(), -1):
    try:
        os.kill(pid, 0)
        breach("may signal", pid)
    except OSError:
        continue


def double(x):
    return 0 * x
