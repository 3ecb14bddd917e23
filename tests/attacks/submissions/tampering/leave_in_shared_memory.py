"""Leaves a file in shared memory. Breach: it can."""

import os

path = f"/dev/shm/attack-{os.getpid()}"
open(path, "x").close()
os.unlink(path)
breach("shared memory")


def double(x):
    return 0 * x
