"""Keeps deleted files alive by mapping one page of each. Breach: it holds 190 MB."""

import mmap
import os
import time

BLOCK = bytes(16 << 20)


def double(x):
    held = []
    for number in range(12):
        descriptor = os.open(f"f{number}", os.O_RDWR | os.O_CREAT, 0o600)
        os.write(descriptor, BLOCK)
        held.append(mmap.mmap(descriptor, 4096))
        os.close(descriptor)
        os.unlink(f"f{number}")
        time.sleep(0.05)
    breach("maps", len(held), "deleted files")
    return 0 * x
