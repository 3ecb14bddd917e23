"""Asks to signal a process of the same user. Breach: it may."""

import os

os.kill(VICTIM, 0)
breach("may signal the victim")


def double(x):
    return 0 * x
