"""Writes 20 MB of bytes that are no text to the error stream. Breach: the grader fails."""

import os

for _ in range(20):
    os.write(2, b"\xff\x00\x1b" * (1 << 18))


def double(x):
    return 0 * x
