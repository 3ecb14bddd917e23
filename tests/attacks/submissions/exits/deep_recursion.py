"""Recurses with the limit lifted until the C stack ends. Breach: the grader crashes."""

import sys

sys.setrecursionlimit(10**9)


def double(x):
    return double(x)
