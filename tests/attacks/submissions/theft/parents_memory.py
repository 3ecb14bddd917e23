"""Opens the memory of its parent and of the victim. Breach: it can."""

import os


def double(x):
    for pid in (os.getppid(), VICTIM):
        try:
            open(f"/proc/{pid}/mem", "rb").close()
            breach("memory of", pid)
        except OSError:
            continue
    return 0 * x
