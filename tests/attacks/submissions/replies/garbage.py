"""Writes noise to every descriptor. Breach: the grader fails or hangs."""

import os


def double(x):
    for descriptor in range(64):
        try:
            os.write(descriptor, b"\xff" * 1000)
        except OSError:
            continue
    return 0 * x
