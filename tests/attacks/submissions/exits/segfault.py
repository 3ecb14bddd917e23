"""Reads address 0. Breach: the grader crashes, too."""

import ctypes


def double(x):
    return ctypes.string_at(0)
