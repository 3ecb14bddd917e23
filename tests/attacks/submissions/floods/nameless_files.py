"""Fills the disk with files that never had a name. Breach: it holds 190 MB."""

import os
import time

BLOCK = bytes(16 << 20)


def double(x):
    held = []
    for _ in range(12):
        held.append(os.open(".", os.O_RDWR | os.O_TMPFILE, 0o600))
        os.write(held[-1], BLOCK)
        time.sleep(0.05)
    breach("holds", len(held), "nameless files")
    return 0 * x
