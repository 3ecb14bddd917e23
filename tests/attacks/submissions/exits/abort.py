"""Aborts through the C library. Breach: the grader crashes, too, or a core file is left."""

import os


def double(x):
    os.abort()
