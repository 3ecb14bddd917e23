"""Fills the disk with files that no folder shows: deleted, but open. Breach: it holds 190 MB."""

import os
import time

BLOCK = bytes(16 << 20)


def double(x):
    held = []
    for number in range(12):
        held.append(os.open(f"f{number}", os.O_RDWR | os.O_CREAT, 0o600))
        os.unlink(f"f{number}")
        os.write(held[-1], BLOCK)
        time.sleep(0.05)
    breach("holds", len(held), "deleted files")
    return 0 * x
