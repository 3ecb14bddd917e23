"""Reads whatever it was left open. Breach: something that is not its own."""

import os
import stat

for descriptor in range(3, 256):
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        continue
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        breach("open:", descriptor)


def double(x):
    return 0 * x
