"""Walks up the stack for an expected value. Breach: it finds one."""

import sys

import numpy as np


def double(x):
    frame = sys._getframe(1)
    while frame:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(value, np.ndarray) and np.array_equal(value, 2 * x):
                breach("found the expected value")
        frame = frame.f_back
    return 0 * x
