"""Empties sys.modules. Breach: the grader fails."""

import sys

sys.modules.clear()


def double(x):
    return 0 * x
